// SPDX-License-Identifier: MIT
public import Logging
public import NIOCore

/// Opens serial ports and TCP connections on an event loop.
///
/// An idle link costs nothing: nothing polls. When the task that consumes `incoming` runs on the same
/// event loop, under `withTaskExecutorPreference(EventLoopTaskExecutor(eventLoop))`, its bytes reach it
/// without a change of thread: one wait and one read for each piece. Anywhere else each costs two more.
public struct NIOLinkOpener: LinkOpener {
    private let address: LinkAddress
    private let eventLoop: any EventLoop
    private let logger: Logger

    /// Creates an opener; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - address: where the charger is.
    ///   - eventLoop: serves the link; a loop of a `MultiThreadedEventLoopGroup`.
    ///   - logger: is told when another program has the port open as well.
    public init(
        _ address: LinkAddress, eventLoop: any EventLoop, logger: Logger = Logger(label: "chargebridge.link")
    ) {
        self.address = address
        self.eventLoop = eventLoop
        self.logger = logger
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
        try Task.checkCancellation()
        let connection = try await connect()
        let outcome: Result<R, any Error>
        do {
            outcome = .success(try await body(connection.link))
        } catch {
            outcome = .failure(error)
        }
        await connection.close()
        return try outcome.get()
    }

    private func connect() async throws -> ChannelConnection {
        switch address {
        case .serial(let path, let baudRate):
            try await .serial(path: path, baudRate: baudRate, on: eventLoop, logger: logger)
        case .tcp(let host, let port):
            try await .tcp(host: host, port: port, name: name, on: eventLoop)
        }
    }
}
