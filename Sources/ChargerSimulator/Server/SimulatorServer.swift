// SPDX-License-Identifier: MIT
public import NIOCore
import NIOPosix

/// Offers one simulated charger on a pseudo-terminal or TCP port.
///
/// Any number can run in one process; those on one event loop share its wake-ups.
public struct SimulatorServer: Sendable {
    /// Look at the charger and change it, also before it runs.
    public let control: SimulatorControl
    private let port: SimulatorPort
    private let eventLoop: any EventLoop

    /// Creates a server; nothing is opened yet.
    /// - Parameters:
    ///   - configuration: Which charger, with which battery. It is switched on when the server starts.
    ///   - port: Where it can be reached.
    ///   - eventLoop: Where it runs; nil for one of the process's shared ones.
    public init(
        _ configuration: SimulatedCharger.Configuration, port: SimulatorPort,
        eventLoop: (any EventLoop)? = nil
    ) {
        control = SimulatorControl(configuration)
        self.port = port
        self.eventLoop = eventLoop ?? MultiThreadedEventLoopGroup.singleton.next()
    }

    /// Runs until the task is cancelled; then the port is closed and its link removed.
    /// - Throws: `SimulatorError` when the port can't be opened.
    public func run() async throws {
        try await withServer { _ in
            let (never, end) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            end.finish()
        }
    }

    /// Runs while a closure does; then the port is closed and its link removed.
    /// - Parameter body: Is given what a host has to open: a path, or `tcp://host:port`.
    /// - Returns: What `body` returns.
    /// - Throws: `SimulatorError` when the port can't be opened, and what `body` throws.
    public func withServer<R: Sendable>(_ body: (String) async throws -> R) async throws -> R {
        let port = try port.open()
        let line = ServedLine(control: control, port: port, eventLoop: eventLoop)
        line.start()
        let outcome: Result<R, any Error>
        do {
            outcome = .success(try await body(port.address))
        } catch {
            outcome = .failure(error)
        }
        await line.stop()
        return try outcome.get()
    }
}
