// SPDX-License-Identifier: MIT
import Synchronization

/// A link without a port: the program opens one end, a test or simulator holds the other.
///
/// Bytes cross at once, faults happen on demand, and the same seed gives the same faults. The device's end
/// lasts as long as this object: the program may hang up and come back.
public final class InMemoryLink: LinkOpener {
    /// The link as a user reads it.
    public let name: String
    /// The device's end, always open.
    ///
    /// What it writes while the program has not opened its end is lost, as on a real port. It must read:
    /// once `Link.unsentLimit` bytes wait for it, the program's writes are refused as stuck.
    public var device: Link {
        Link(name: name, incoming: deviceInbox, outgoing: DeviceWriter(link: self))
    }

    private struct State {
        var toProgram: FaultyLine
        var toDevice: FaultyLine
        var session: InMemorySession?
        var refusal: LinkError?
    }

    private let state: Mutex<State>
    private let deviceInbox = ByteInbox()

    /// Creates both ends.
    ///
    /// - Parameters:
    ///   - name: the link as a user reads it.
    ///   - seed: decides which bytes the faults hit.
    public init(name: String = "in-memory", seed: UInt64 = 0) {
        self.name = name
        state = Mutex(State(toProgram: FaultyLine(seed: seed), toDevice: FaultyLine(seed: ~seed)))
    }

    /// What goes wrong with bytes on their way to the program, from the next write on.
    public var faultsToProgram: InMemoryFaults {
        get { state.withLock { $0.toProgram.faults } }
        set { state.withLock { $0.toProgram.faults = newValue } }
    }

    /// What goes wrong with bytes on their way to the device, from the next write on.
    public var faultsToDevice: InMemoryFaults {
        get { state.withLock { $0.toDevice.faults } }
        set { state.withLock { $0.toDevice.faults = newValue } }
    }

    /// Ends the program's open link, as an unplugged adapter would; it may open again.
    public func hangUp() {
        let session = state.withLock { $0.session.take() }
        session?.end(.hungUp(name))
    }

    /// Makes every opening fail until told otherwise; an open link stays open.
    ///
    /// - Parameter error: what `withLink` throws, or `nil` to let it open again.
    public func refuseOpening(_ error: LinkError?) {
        state.withLock { $0.refusal = error }
    }

    /// Opens the program's end, lends it to `body`, and closes it before returning.
    ///
    /// - Parameter body: runs in the caller's isolation.
    /// - Returns: what `body` returns.
    /// - Throws: `LinkError` when told to refuse or when the end is open already (`.busy`),
    ///   `CancellationError` when already cancelled, and what `body` throws.
    public func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R {
        try Task.checkCancellation()
        let session = try openSession()
        defer { close(session) }
        return try await body(Link(name: name, incoming: session.inbox, outgoing: session))
    }

    private func openSession() throws(LinkError) -> InMemorySession {
        let session = InMemorySession(link: self)
        let refusal = state.withLock { state -> LinkError? in
            if let refusal = state.refusal { return refusal }
            if state.session != nil { return .busy(name, holder: "this program itself") }
            state.session = session
            return nil
        }
        if let refusal { throw refusal }
        return session
    }

    private func close(_ session: InMemorySession) {
        state.withLock { if $0.session === session { $0.session = nil } }
        session.end(nil)
    }
}

extension InMemoryLink {
    /// Takes the program's bytes to the device.
    func passToDevice(_ bytes: [UInt8]) throws(LinkError) {
        let isTaken = state.withLock { state in
            guard deviceInbox.count <= Link.unsentLimit - bytes.count else { return false }
            deviceInbox.put(state.toDevice.pass(bytes))
            return true
        }
        if !isTaken { throw .stuck(name) }
    }

    private struct DeviceWriter: LinkWriter {
        let link: InMemoryLink

        func write(_ bytes: [UInt8]) throws(LinkError) {
            let isTaken = link.state.withLock { state in
                if let inbox = state.session?.inbox, inbox.isPaused { return false }
                state.session?.inbox.put(state.toProgram.pass(bytes))
                return true
            }
            if !isTaken { throw .stuck(link.name) }
        }
    }
}
