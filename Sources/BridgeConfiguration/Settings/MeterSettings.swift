// SPDX-License-Identifier: MIT
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
