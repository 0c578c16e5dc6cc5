// SPDX-License-Identifier: MIT
import Synchronization

/// A handle on a charger that is being served: look at it and change it while it runs, from any thread.
public final class SimulatorControl: Sendable {
    private let charger: Mutex<SimulatedCharger>

    init(_ configuration: SimulatedCharger.Configuration) { charger = Mutex(SimulatedCharger(configuration)) }

    /// Looks at the charger, or changes it.
    /// - Parameter body: Must not wait; the charger stands still meanwhile.
    /// - Returns: What `body` returns.
    public func withCharger<R: Sendable, E: Error>(
        _ body: (inout SimulatedCharger) throws(E) -> R
    ) throws(E) -> R {
        try charger.withLock { charger throws(E) -> R in try body(&charger) }
    }

    /// What goes wrong.
    public var faults: Faults {
        get { withCharger { $0.faults } }
        set { withCharger { $0.faults = newValue } }
    }

    /// Takes the mains away.
    public func powerOff() { withCharger { $0.powerOff() } }

    /// Gives the mains back.
    public func powerOn() { withCharger { $0.powerOn() } }

    /// Says and hears nothing for a while.
    /// - Parameter duration: How long from now.
    public func silence(for duration: Duration) { withCharger { $0.silence(for: duration) } }

    /// Writes a register as another hand does, an app for instance.
    /// - Parameters:
    ///   - register: Its id.
    ///   - value: Lowest byte first, in the register's size.
    /// - Returns: Whether the charger took it.
    @discardableResult
    public func writeByAnotherHand(_ register: UInt16, _ value: [UInt8]) -> Bool {
        withCharger { $0.writeByAnotherHand(register, value) }
    }

    /// Every register with its value now.
    public var registers: [UInt16: SimulatedRegister] { withCharger { $0.registers } }

    /// Writes to non-volatile memory so far.
    public var nonVolatileWrites: Int { withCharger { $0.nonVolatileWrites } }

    /// The newest requests, oldest first.
    public var requests: [SimulatedCharger.ReceivedRequest] { withCharger { $0.requests } }
}
