// SPDX-License-Identifier: MIT
public import ChargerControl
public import ChargerSimulator

/// The simulated charger behind its plug, second by second, without its wire.
struct Plant {
    /// Efficiency from mains to battery, as the maker's data sheet of the Blue Smart IP22 gives it.
    static let efficiency = 0.94
    /// From mains on until the charger begins to start, in seconds.
    static let startSeconds = 5
    /// From the charger's start until the bridge knows that the register that lapses can be used, in seconds.
    static let volatileAfter = 12
    /// Between two renewals of it, in seconds.
    static let renewalSeconds = 20

    private(set) var charger: SimulatedCharger
    private(set) var isPlugOn = true
    /// What it takes from the mains, in watts.
    private(set) var watts = 0.0
    /// Current into the battery, in amperes.
    private(set) var amperes = 0.0
    private(set) var switchings = 0
    private var second = 0
    private var startsAt: Int?
    private let register: LimitRegister
    /// What the register that lapses is to hold, in 0.1 A, and when it was last written.
    private var lapsing: (limit: Int, writtenAt: Int?)?

    init(_ setup: DaySetup) {
        register = setup.register
        var configuration = SimulatedCharger.Configuration(
            model: setup.model,
            // So large that a day does not fill it: what is left out then is the controller's doing.
            battery: SimulatedBattery(
                chemistry: .liFePO4, nominalVolts: setup.model.nominalVolts,
                capacityAmpereHours: Double(setup.model.maximumDeciamperes) * 4, stateOfCharge: 0.3))
        configuration.timing.beat = .seconds(1_000_000)
        configuration.timing.text = .seconds(1_000_000)
        configuration.timing.textAfterPowerUp = .seconds(1_000_000)
        configuration.timing.ramp = .seconds(8)
        charger = SimulatedCharger(configuration)
        _ = writeKept(charger.configuration.model.minimumDeciamperes)
        firstWrites = charger.nonVolatileWrites
    }

    private var firstWrites = 0

    /// Changes of register 0xEDF0.
    var writes: Int { charger.nonVolatileWrites - firstWrites }

    /// Whether it speaks: a few seconds after mains.
    var speaks: Bool { charger.isPowered && charger.uptime >= 2 }

    /// The limit in force, in 0.1 A.
    var limit: Int { charger.limitInForce }

    /// The limit that is kept without power, in 0.1 A.
    var keptLimit: Int { charger.registers[0xEDF0].map { Self.number($0.value) } ?? 0 }

    /// Writes the limit as an answered request does; nothing happens while it does not speak.
    /// - Returns: whether the settings memory was written.
    mutating func write(_ deciamperes: Int) -> Bool {
        guard speaks else { return false }
        guard register == .volatile else { return writeKept(deciamperes) }
        let isRaised = deciamperes > keptLimit
        if isRaised { _ = writeKept(deciamperes) }
        lapsing = (deciamperes, nil)
        renew()
        return isRaised
    }

    private mutating func writeKept(_ deciamperes: Int) -> Bool {
        charger.writeByAnotherHand(0xEDF0, Self.bytes(deciamperes))
    }

    /// Writes the register that lapses, new or once more.
    private mutating func renew() {
        guard let held = lapsing, charger.isPowered, charger.uptime >= Self.volatileAfter,
            held.writtenAt.map({ second - $0 >= Self.renewalSeconds }) ?? true
        else { return }
        charger.writeByAnotherHand(0x200E, [0x05])
        charger.writeByAnotherHand(0x2015, Self.bytes(held.limit))
        lapsing?.writtenAt = second
    }

    /// Switches the plug.
    mutating func plug(_ on: Bool) {
        guard on != isPlugOn else { return }
        isPlugOn = on
        switchings += 1
        if on {
            startsAt = second + Self.startSeconds
        } else {
            startsAt = nil
            lapsing?.writtenAt = nil
            charger.powerOff()
        }
    }

    /// Lets a second pass.
    mutating func advance() {
        second += 1
        if let start = startsAt, second >= start {
            startsAt = nil
            charger.powerOn()
        }
        renew()
        _ = charger.advance(to: .seconds(second))
        amperes =
            charger.isPowered
            ? Double(charger.registers[0xED8C].map { Self.number($0.value) } ?? 0) / 1000 : 0
        watts = amperes * charger.battery.volts / Self.efficiency
    }

    private static func bytes(_ deciamperes: Int) -> [UInt8] {
        let value = UInt16(min(max(deciamperes, 0), 65_534))
        return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func number(_ bytes: [UInt8]) -> Int {
        bytes.prefix(7).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// The surroundings of a run: which charger, plug or none, budget, delay.
public struct DaySetup: Sendable {
    /// The charger.
    public var model: ChargerModel
    /// Whether there is a plug.
    public var hasPlug: Bool
    /// Changes of the limit a day.
    public var dailyBudget: Int
    /// From what the house does to the controller's hearing of it, in seconds.
    public var delay: Int
    /// Which of the charger's registers takes the limit.
    public var register: LimitRegister

    /// Makes a setup.
    public init(
        model: ChargerModel, hasPlug: Bool = true, dailyBudget: Int = 30, delay: Int = 2,
        register: LimitRegister = .persistent
    ) {
        self.model = model
        self.hasPlug = hasPlug
        self.dailyBudget = dailyBudget
        self.delay = delay
        self.register = register
    }
}
