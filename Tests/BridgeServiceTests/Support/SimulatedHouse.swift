// SPDX-License-Identifier: MIT
import ChargerSimulator
import Synchronization
import TestBroker

/// A house with panels around a scene: a meter at its grid that publishes, and a plug in the charger's mains that
/// does what it is told.
final class SimulatedHouse: Sendable {
    /// What the meter publishes on.
    static let meter = "house/grid"
    static let plugCommand = "cmnd/charger/POWER"
    static let plugState = "stat/charger/POWER"
    private static let efficiency = 0.94

    private struct State {
        var surplus: Double
        var isMetering = true
        var plugObeys = true
        var orders: [Bool] = []
    }

    private let state: Mutex<State>
    private let scene: Scene

    init(_ scene: Scene, surplus: Double) {
        self.scene = scene
        state = Mutex(State(surplus: surplus))
    }

    /// What the panels give beyond what the house takes, W.
    var surplus: Double {
        get { state.withLock { $0.surplus } }
        set { state.withLock { $0.surplus = newValue } }
    }
    /// Whether the meter says anything.
    var isMetering: Bool {
        get { state.withLock { $0.isMetering } }
        set { state.withLock { $0.isMetering = newValue } }
    }
    var plugObeys: Bool {
        get { state.withLock { $0.plugObeys } }
        set { state.withLock { $0.plugObeys = newValue } }
    }
    /// What the plug was told.
    var orders: [Bool] { state.withLock { $0.orders } }

    /// Draws from the grid what the panels do not give; then the charger takes what it may.
    private var grid: Double {
        let drawn = scene.charger.withCharger {
            $0.isPowered ? Double($0.limitInForce) / 10 * $0.battery.volts / Self.efficiency : 0
        }
        return drawn - surplus
    }

    /// A hand switches the plug.
    func switchByHand(_ isOn: Bool) async throws {
        isOn ? scene.charger.powerOn() : scene.charger.powerOff()
        try await scene.broker.publish(Self.plugState, isOn ? "ON" : "OFF", retain: true)
    }

    /// Measures and switches until cancelled.
    func run() async throws {
        try await switchByHand(true)
        let commands = try await scene.broker.watch(Self.plugCommand)
        defer { commands.stop() }
        var seen = 0
        while !Task.isCancelled {
            if isMetering { try await scene.broker.publish(Self.meter, "\(grid)") }
            for command in commands.messages.dropFirst(seen) {
                seen += 1
                let isOn = command.text == "ON"
                state.withLock { $0.orders.append(isOn) }
                if plugObeys { try await switchByHand(isOn) }
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }
}

extension Scene {
    /// Runs a test beside a house.
    func withHouse(surplus: Double, _ body: (SimulatedHouse) async throws -> Void) async throws {
        let house = SimulatedHouse(self, surplus: surplus)
        try await withThrowingTaskGroup { group in
            group.addTask {
                // Cancelled at the end of the test, wherever it is.
                do { try await house.run() } catch { if !Task.isCancelled { throw error } }
            }
            try await body(house)
            group.cancelAll()
        }
    }
}
