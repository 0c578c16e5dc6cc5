// SPDX-License-Identifier: MIT
import ChargerControl

/// What the history takes from a report.
struct Reading: Sendable, Hashable {
    var isHeard: Bool
    var voltage: Int?
    var current: Int?
    var batteryTemperature: Int?
    var internalTemperature: Int?
    var stage: ChargeStage?
    var error: ErrorReading?
    var limit: CurrentLimit?
    var totals: WholeTotals
    var cap: String?
    var idleReason: String?
    var plugIsOff: Bool
    var connections: Int

    init(_ report: ChargerReport) {
        let snapshot = report.snapshot
        let values = snapshot.values
        isHeard = snapshot.isOnline
        voltage = values.voltage.map { Self.held($0.rawValue, 200_000) }
        current = values.current.map { Self.held($0.rawValue, 1_000_000) }
        batteryTemperature = values.batteryTemperature.map { Self.held($0.rawValue, 100_000) }
        internalTemperature = values.internalTemperature.map { Self.held($0.rawValue, 100_000) }
        stage = values.stage?.stage
        error = values.error
        limit = snapshot.limitInForce
        totals = WholeTotals(snapshot.totals)
        cap = snapshot.cap?.reason
        idleReason = snapshot.idleReason
        plugIsOff = snapshot.control?.plugIsOn == false
        connections = report.link.connections
    }

    /// Output power, mW; no product of held values overflows.
    var power: Int? {
        guard let voltage, let current else { return nil }
        return voltage * current / 1000
    }

    /// No charger comes near these bounds; sums over years of what keeps them don't overflow.
    private static func held(_ value: Int, _ bound: Int) -> Int { min(max(value, -bound), bound) }
}

/// Energy and charge delivered, in whole joules and coulombs.
struct WholeTotals: Sendable, Hashable {
    var joules: Int64
    var coulombs: Int64

    init(joules: Int64, coulombs: Int64) {
        self.joules = joules
        self.coulombs = coulombs
    }

    init(_ totals: Totals) {
        joules = Self.whole(totals.joules)
        coulombs = Self.whole(totals.coulombs)
    }

    private static func whole(_ value: Double) -> Int64 {
        value.isFinite && value > 0 && value < 1e15 ? Int64(value) : 0
    }
}
