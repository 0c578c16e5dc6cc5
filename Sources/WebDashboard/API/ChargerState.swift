// SPDX-License-Identifier: MIT
import ChargerControl

/// A charger as the API shows it: each key always there, null when not available.
struct ChargerState: Encodable, Sendable, Hashable {
    var name: String
    var label: String
    /// When this was so.
    var time: Timestamp
    var online: Bool
    @OrNull var model: String?
    @OrNull var firmware: String?
    @OrNull var serialNumber: String?
    @OrNull var voltageVolts: Double?
    @OrNull var currentAmperes: Double?
    @OrNull var powerWatts: Double?
    @OrNull var state: String?
    @OrNull var stateCode: Int?
    @OrNull var error: String?
    @OrNull var errorCode: Int?
    @OrNull var batteryTemperatureCelsius: Double?
    @OrNull var internalTemperatureCelsius: Double?
    /// Delivered in all.
    var energyKilowattHours: Double
    var chargeAmpereHours: Double
    @OrNull var idleReason: String?
    var limit: LimitState
    /// Whose word the limit is.
    var owner: String
    @OrNull var control: ControlState?
    var link: LinkState
    var wear: WearState
    @OrNull var otherBridge: String?

    init(name: String, label: String, _ report: ChargerReport, at time: Timestamp) {
        let snapshot = report.snapshot
        let values = snapshot.values
        self.name = name
        self.label = label
        self.time = time
        online = snapshot.isOnline
        model = snapshot.identity?.model
        firmware = snapshot.identity?.firmware
        serialNumber = snapshot.identity?.serialNumber
        voltageVolts = values.voltage.map { Double($0.rawValue) / 1000 }
        currentAmperes = values.current.map { Double($0.rawValue) / 1000 }
        powerWatts = values.milliwatts.map { Double($0 / 100) / 10 }
        state = values.stage?.stage.rawValue
        stateCode = values.stage?.code
        error = values.error?.text
        errorCode = values.error?.code
        batteryTemperatureCelsius = values.batteryTemperature.map { Double($0.rawValue) / 100 }
        internalTemperatureCelsius = values.internalTemperature.map { Double($0.rawValue) / 100 }
        energyKilowattHours = Double(snapshot.totals.wattHours) / 1000
        chargeAmpereHours = Double(snapshot.totals.centiampereHours) / 100
        idleReason = snapshot.idleReason
        limit = LimitState(snapshot)
        owner = (snapshot.control?.owner ?? (snapshot.cap == nil ? .manual : .protection)).rawValue
        control = snapshot.control.map { ControlState($0) }
        link = LinkState(report)
        wear = WearState(snapshot)
        otherBridge = snapshot.otherBridge
    }
}

/// The charge current limit.
struct LimitState: Encodable, Sendable, Hashable {
    /// What the charger said is in force.
    @OrNull var inForceAmperes: Double?
    /// What was last wished.
    @OrNull var askedAmperes: Double?
    /// Between which values it can be set.
    @OrNull var lowestAmperes: Double?
    @OrNull var highestAmperes: Double?
    /// What holds it down, and why.
    @OrNull var capAmperes: Double?
    @OrNull var capReason: String?
    /// Why it is not as it should be.
    @OrNull var problem: String?

    init(_ snapshot: ChargerSnapshot) {
        inForceAmperes = snapshot.limitInForce?.amperes
        askedAmperes = snapshot.wish?.amperes
        lowestAmperes = snapshot.bounds?.lower.amperes
        highestAmperes = snapshot.bounds?.upper.amperes
        capAmperes = snapshot.cap?.limit?.amperes
        capReason = snapshot.cap?.reason
        problem = snapshot.problem
    }
}

/// The link to the charger, since the program started.
struct LinkState: Encodable, Sendable, Hashable {
    var connections: Int
    var blocks: UInt64
    var frames: UInt64
    var damaged: UInt64
    var heldBack: Int

    init(_ report: ChargerReport) {
        connections = report.link.connections
        blocks = report.link.blocks
        frames = report.link.frames
        damaged = report.link.faults
        heldBack = report.snapshot.heldBack
    }
}

/// Writes to the charger's settings memory, which wears.
struct WearState: Encodable, Sendable, Hashable {
    var writesToday: Int
    var writesEver: Int
    var raisingStopped: Bool

    init(_ snapshot: ChargerSnapshot) {
        writesToday = snapshot.wear.today
        writesEver = snapshot.wear.lifetime
        raisingStopped = snapshot.wear.isExhausted
    }
}
