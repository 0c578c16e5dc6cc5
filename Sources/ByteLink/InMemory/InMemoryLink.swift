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
    /// What it writes while the program has not opened its end is lost, as on a real port.
    public var device: Link {
        Link(name: name, incoming: deviceInbox, outgoing: DeviceWriter(link: self))
    }

    private struct State {
        var toProgram: FaultyLine
        var toDevice: FaultyLine
        var session: ByteInbox?
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
        session?.finish(.hungUp(name))
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
        let inbox = try openSession()
        defer { close(inbox) }
        return try await body(
            Link(name: name, incoming: inbox, outgoing: ProgramWriter(link: self, inbox: inbox)))
    }

    private func openSession() throws(LinkError) -> ByteInbox {
        let inbox = ByteInbox()
        let refusal = state.withLock { state -> LinkError? in
            if let refusal = state.refusal { return refusal }
            if state.session != nil { return .busy(name, holder: "this program itself") }
            state.session = inbox
            return nil
        }
        if let refusal { throw refusal }
        return inbox
    }

    private func close(_ inbox: ByteInbox) {
        state.withLock { if $0.session === inbox { $0.session = nil } }
        inbox.finish()
    }
}

extension InMemoryLink {
    private struct ProgramWriter: LinkWriter {
        let link: InMemoryLink
        let inbox: ByteInbox

        func write(_ bytes: [UInt8]) throws(LinkError) {
            let arriving = link.state.withLock { state -> [UInt8]? in
                state.session === inbox ? state.toDevice.pass(bytes) : nil
            }
            guard let arriving else { throw .hungUp(link.name) }
            guard link.deviceInbox.count + arriving.count <= Link.unsentLimit else { throw .stuck(link.name) }
            link.deviceInbox.put(arriving)
        }
    }

    private struct DeviceWriter: LinkWriter {
        let link: InMemoryLink

        func write(_ bytes: [UInt8]) throws(LinkError) {
            let (session, arriving) = link.state.withLock { state in
                (state.session, state.toProgram.pass(bytes))
            }
            guard let session else { return }
            guard session.count < ByteInbox.pauseAt else { throw .stuck(link.name) }
            session.put(arriving)
        }
    }
}
