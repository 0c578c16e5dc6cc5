// SPDX-License-Identifier: MIT
import NIOCore
import Synchronization

/// Carries bytes between a charger and its port, in turns on an event loop.
final class ServedLine: Sendable {
    /// A USB serial adapter hands over what arrived every 16 ms.
    private static let turn: Int64 = 16_000_000
    /// Turns to skip while no host is there.
    private static let idleTurns: Int64 = 4

    private let control: SimulatorControl
    private let port: any HostPort
    private let eventLoop: any EventLoop
    /// A clock that stands still while the machine sleeps: the charger then sleeps too.
    private let origin: SuspendingClock.Instant
    private let isStopped = Mutex(false)

    init(control: SimulatorControl, port: any HostPort, eventLoop: any EventLoop) {
        self.control = control
        self.port = port
        self.eventLoop = eventLoop
        origin = .now - control.withCharger { $0.now }
    }

    func start() { eventLoop.execute { self.takeTurn() } }

    /// Returns when the last turn is over and the port is closed.
    func stop() async {
        isStopped.withLock { $0 = true }
        await withCheckedContinuation { continuation in
            eventLoop.execute {
                self.port.close()
                continuation.resume()
            }
        }
    }

    private func takeTurn() {
        guard !isStopped.withLock({ $0 }) else { return }
        let heard = port.receive()
        let now = SuspendingClock.now - origin
        let said = control.withCharger { charger in
            let said = charger.advance(to: now)
            if !heard.isEmpty { charger.receive(heard) }
            return said
        }
        if !said.isEmpty { port.send(said) }
        scheduleNextTurn()
    }

    /// Turns begin at multiples of their length, so that all lines of an event loop share one wake-up.
    private func scheduleNextTurn() {
        let length = Self.turn * (port.isConnected ? 1 : Self.idleTurns)
        let now = Int64(truncatingIfNeeded: NIODeadline.now().uptimeNanoseconds)
        let next = NIODeadline.uptimeNanoseconds(UInt64((now / length + 1) * length))
        _ = eventLoop.scheduleTask(deadline: next) { self.takeTurn() }
    }
}
