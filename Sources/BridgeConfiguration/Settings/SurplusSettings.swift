/// Who decides the current besides a person (section `surplus`).
public struct SurplusSettings: Sendable, Hashable {
    /// What may decide.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// A person only.
        case manual
        /// What the house does not use.
        case surplus
        /// What the house does not use, and never less than the charger's minimum.
        case surplusOrMinimum = "surplus or minimum"
        /// As much as the charger may give.
        case full
        /// Off, by the plug.
        case off
    }

    /// What happens when the grid meter is silent.
    public enum Fallback: String, Sendable, Hashable, CaseIterable {
        /// The limit goes to the charger's minimum.
        case minimum
        /// The plug goes off; without one the limit goes to the minimum.
        case off
        /// Everything stays as it is.
        case hold
    }

    /// What happens below the charger's minimum when there is no plug.
    public enum BelowMinimum: String, Sendable, Hashable, CaseIterable {
        /// The limit goes to the minimum; what is missing comes from the grid.
        case minimum
        /// The limit stays as it is.
        case nothing
    }

    /// The mode at the first start, and after it was changed here (`mode`).
    public var mode: Mode
    /// The grid meter (`meter`); nil: none, and nothing can follow the sun.
    public var meter: MeterSettings?
    /// The plug in the charger's mains (`plug`); nil: none.
    public var plug: PlugSettings?
    /// Watts that go on flowing into the grid (`reserve`), -5000…5000.
    public var reserve: Double
    /// The most that following the sun may use, in amperes (`max`); nil: what the charger can do.
    public var maximum: Double?
    /// Output power over input power of the charger (`efficiency`), 0.5…1.
    public var efficiency: Double
    /// The share of the charged energy that may come from the grid (`import_share`), 0…1.
    public var importShare: Double
    /// What happens when the meter is silent (`fallback`).
    public var fallback: Fallback
    /// What happens below the minimum without a plug (`below_minimum`).
    public var belowMinimum: BelowMinimum
    /// How long a limit set by hand holds (`manual_hold`); nil: until the mode is chosen again.
    public var manualHold: Duration?

    /// Settings, by default without meter and plug.
    public init(
        mode: Mode = .manual, meter: MeterSettings? = nil, plug: PlugSettings? = nil, reserve: Double = 0,
        maximum: Double? = nil, efficiency: Double = 0.94, importShare: Double = 0.045,
        fallback: Fallback = .minimum, belowMinimum: BelowMinimum = .minimum,
        manualHold: Duration? = .seconds(3600)
    ) {
        self.mode = mode
        self.meter = meter
        self.plug = plug
        self.reserve = reserve
        self.maximum = maximum
        self.efficiency = efficiency
        self.importShare = importShare
        self.fallback = fallback
        self.belowMinimum = belowMinimum
        self.manualHold = manualHold
    }
}

/// Where the power drawn from the grid is read (`surplus.meter`).
public struct MeterSettings: Sendable, Hashable {
    /// How it is read.
    public enum Source: Sendable, Hashable {
        /// From topics, summed.
        case mqtt(MQTTMeterSettings)
        /// From registers, summed.
        case modbus(ModbusMeterSettings)
    }

    /// How it is read.
    public var source: Source
    /// A value older than this counts no more (`stale_after`), 5…3600 s.
    public var staleAfter: Duration

    /// Names a meter.
    public init(source: Source, staleAfter: Duration = .seconds(60)) {
        self.source = source
        self.staleAfter = staleAfter
    }
}

/// Which way a positive value of a meter flows.
public enum MeterSign: String, Sendable, Hashable, CaseIterable {
    /// Out of the grid, into the house.
    case consumption = "import"
    /// Into the grid.
    case feedIn = "export"
}

/// A meter that publishes (`surplus.meter.mqtt`).
public struct MQTTMeterSettings: Sendable, Hashable {
    /// One value: a topic, and where in its JSON the number is.
    public struct Part: Sendable, Hashable {
        /// The topic.
        public var topic: String
        /// A JSON pointer (RFC 6901); nil: the payload is the number.
        public var pointer: String?

        /// Names a value.
        public init(topic: String, pointer: String? = nil) {
            self.topic = topic
            self.pointer = pointer
        }
    }

    /// The unit of the values.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case watts = "W"
        case kilowatts = "kW"
    }

    /// The values that are summed, at least one.
    public var parts: [Part]
    /// Their unit.
    public var unit: Unit
    /// Which way a positive value flows.
    public var positive: MeterSign
    /// Published to every 30 s, so that a Venus GX device goes on publishing; nil: nothing is.
    public var keepaliveTopic: String?

    /// Names a meter.
    public init(
        parts: [Part], unit: Unit = .watts, positive: MeterSign = .consumption, keepaliveTopic: String? = nil
    ) {
        self.parts = parts
        self.unit = unit
        self.positive = positive
        self.keepaliveTopic = keepaliveTopic
    }
}

/// A meter with Modbus TCP (`surplus.meter.modbus`); by default the grid power of a Venus GX device.
public struct ModbusMeterSettings: Sendable, Hashable {
    /// How a register is read.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case input, holding
    }

    /// What stands in the registers.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case int16, uint16, int32, uint32, float32
    }

    /// Which of two registers comes first.
    public enum WordOrder: String, Sendable, Hashable, CaseIterable {
        /// The higher half.
        case big
        /// The lower half.
        case little
    }

    /// The device.
    public var host: String
    /// Its TCP port.
    public var port: Int
    /// The unit, 0…255.
    public var unit: Int
    /// The registers that are summed, 0…65535 each.
    public var registers: [Int]
    /// How they are read.
    public var kind: Kind
    /// What stands in them.
    public var format: Format
    /// Which of two registers comes first.
    public var wordOrder: WordOrder
    /// What a number is multiplied with to give watts.
    public var scale: Double
    /// Which way a positive value flows.
    public var positive: MeterSign
    /// Whether exactly 0 everywhere is no value, as where a GX device has no grid meter; by default so for a GX
    /// device's own registers.
    public var zeroIsMissing: Bool
    /// Time between two readings, 1…60 s.
    public var interval: Duration
    /// The longest wait for an answer, 0.1…10 s.
    public var timeout: Duration

    /// Names a meter.
    public init(
        host: String, port: Int = 502, unit: Int = 100, registers: [Int] = [820, 821, 822],
        kind: Kind = .input, format: Format = .int16, wordOrder: WordOrder = .big, scale: Double = 1,
        positive: MeterSign = .consumption, zeroIsMissing: Bool = true, interval: Duration = .seconds(2),
        timeout: Duration = .seconds(3)
    ) {
        self.host = host
        self.port = port
        self.unit = unit
        self.registers = registers
        self.kind = kind
        self.format = format
        self.wordOrder = wordOrder
        self.scale = scale
        self.positive = positive
        self.zeroIsMissing = zeroIsMissing
        self.interval = interval
        self.timeout = timeout
    }
}

/// A switch in the charger's mains, told by MQTT (`surplus.plug`).
public struct PlugSettings: Sendable, Hashable {
    /// Where it takes commands.
    public var commandTopic: String
    /// Where it says how it stands.
    public var stateTopic: String
    /// Where in the state's JSON; nil: the payload is the state.
    public var statePointer: String?
    /// What it is told to go on.
    public var payloadOn: String
    /// What it is told to go off.
    public var payloadOff: String
    /// What it says when it is on; nil: as it is told.
    public var stateOn: String?
    /// What it says when it is off; nil: as it is told.
    public var stateOff: String?
    /// Where it says whether it is there; nil: nowhere.
    public var availabilityTopic: String?
    /// Where in the availability's JSON; nil: the payload is it.
    public var availabilityPointer: String?
    /// Whether the broker keeps the last command.
    public var retains: Bool
    /// Published to with ``queryPayload`` to have it tell its state; nil: it can't be asked.
    public var queryTopic: String?
    /// What makes it tell its state.
    public var queryPayload: String
    /// The surplus from which it may go on, W; nil: what the charger takes at its minimum.
    public var enableWatts: Double?
    /// How long that must be there first.
    public var enableDelay: Duration
    /// The surplus below which it may go off, W; nil: what the charger takes at its minimum.
    public var disableWatts: Double?
    /// How long it must be below first.
    public var disableDelay: Duration
    /// Least time on.
    public var minimumOn: Duration
    /// Least time off.
    public var minimumOff: Duration
    /// Most switchings in any 24 hours.
    public var dailySwitchings: Int

    /// Names a plug.
    public init(
        commandTopic: String, stateTopic: String, statePointer: String? = nil, payloadOn: String = "ON",
        payloadOff: String = "OFF", stateOn: String? = nil, stateOff: String? = nil,
        availabilityTopic: String? = nil, availabilityPointer: String? = nil,
        retains: Bool = false, queryTopic: String? = nil, queryPayload: String = "",
        enableWatts: Double? = nil,
        enableDelay: Duration = .seconds(5), disableWatts: Double? = nil,
        disableDelay: Duration = .seconds(10), minimumOn: Duration = .seconds(30),
        minimumOff: Duration = .seconds(30), dailySwitchings: Int = 60
    ) {
        self.commandTopic = commandTopic
        self.stateTopic = stateTopic
        self.statePointer = statePointer
        self.payloadOn = payloadOn
        self.payloadOff = payloadOff
        self.stateOn = stateOn
        self.stateOff = stateOff
        self.availabilityTopic = availabilityTopic
        self.availabilityPointer = availabilityPointer
        self.retains = retains
        self.queryTopic = queryTopic
        self.queryPayload = queryPayload
        self.enableWatts = enableWatts
        self.enableDelay = enableDelay
        self.disableWatts = disableWatts
        self.disableDelay = disableDelay
        self.minimumOn = minimumOn
        self.minimumOff = minimumOff
        self.dailySwitchings = dailySwitchings
    }
}
