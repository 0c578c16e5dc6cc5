// SPDX-License-Identifier: MIT
/// What the surplus controller sees, once a second.
public struct SurplusInputs: Sendable, Hashable {
    /// What the grid meter said.
    public struct GridReading: Sendable, Hashable {
        /// Watts drawn from the grid; negative ones flow into it.
        public var watts: Double
        /// When it was heard, as ``Moment/uptime``.
        public var heardAt: Duration

        /// Makes a reading.
        public init(watts: Double, heardAt: Duration) {
            self.watts = watts
            self.heardAt = heardAt
        }
    }

    /// The plug, as it was read back.
    public struct Plug: Sendable, Hashable {
        /// Whether it is on; nil while it has not said so.
        public var isOn: Bool?
        /// Whether it can be told anything: without a broker it can't.
        public var isReachable: Bool

        /// Makes a plug.
        public init(isOn: Bool?, isReachable: Bool) {
            self.isOn = isOn
            self.isReachable = isReachable
        }
    }

    /// The newest reading of the grid meter; nil before the first.
    public var grid: GridReading?
    /// The charger's output voltage; nil while it does not speak.
    public var voltage: Millivolts?
    /// The charger's output current; nil while it does not speak.
    public var current: Milliamperes?
    /// What the charger is doing; nil while it does not speak.
    public var stage: ChargeStage?
    /// The limit the charger said is in force; the last known one while it is off.
    public var limitInForce: CurrentLimit?
    /// The lowest limit that can be set now.
    public var lowest: CurrentLimit
    /// The highest limit that can be set now: bounds, caps and the owner's wish applied.
    public var highest: CurrentLimit
    /// Limits up to this one wear nothing when they are set, since a register takes them that lapses; nil: all do.
    public var unwornUpTo: CurrentLimit?
    /// The plug; nil when there is none.
    public var plug: Plug?

    /// Makes inputs.
    public init(
        grid: GridReading?, voltage: Millivolts? = nil, current: Milliamperes? = nil,
        stage: ChargeStage? = nil, limitInForce: CurrentLimit?, lowest: CurrentLimit, highest: CurrentLimit,
        unwornUpTo: CurrentLimit? = nil, plug: Plug? = nil
    ) {
        self.grid = grid
        self.voltage = voltage
        self.current = current
        self.stage = stage
        self.limitInForce = limitInForce
        self.lowest = lowest
        self.highest = highest
        self.unwornUpTo = unwornUpTo
        self.plug = plug
    }

    /// Whether the charger speaks: it has mains.
    public var chargerSpeaks: Bool { voltage != nil }
}
