public import NIOCore

/// Opens serial ports and TCP connections on an event loop.
///
/// An idle link costs nothing: nothing polls. When the task that consumes `incoming` runs on the same
/// event loop, its bytes reach it without a change of thread: as an actor whose executor is the loop's, or
/// under `withTaskExecutorPreference(EventLoopTaskExecutor(eventLoop))`.
public struct NIOLinkOpener: LinkOpener {
    private let address: LinkAddress
    private let eventLoop: any EventLoop

    /// Creates an opener; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - address: where the charger is.
    ///   - eventLoop: serves the link; a loop of a `MultiThreadedEventLoopGroup`.
    public init(_ address: LinkAddress, eventLoop: any EventLoop) {
        self.address = address
        self.eventLoop = eventLoop
    }

    /// The address as a user reads it.
    public var name: String { address.description }

    /// Opens the port or connection, lends it to `body`, and closes it before returning.
    ///
    /// - Parameter body: runs in the caller's isolation.
    /// - Returns: what `body` returns.
    /// - Throws: `LinkError` when the link can't be opened, `CancellationError` when cancelled while
    ///   opening, and what `body` throws.
    public func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R {
        throw LinkError(.unusable, linkName: name, words: "\(name) can't be opened yet")
    }
}
