// SPDX-License-Identifier: MIT
/// A Blue Smart charger and its battery, as a value: time and requests go in, the bytes on the wire come out.
///
/// It has no clock. `advance(to:)` lets time pass and returns what the charger sent meanwhile; the same
/// configuration, times and requests give the same bytes.
public struct SimulatedCharger: Sendable {
    /// A request as the charger received it.
    public struct ReceivedRequest: Sendable, Equatable {
        /// When its line feed arrived.
        public let time: Duration
        /// The characters between colon and line feed.
        public let line: String
    }

    /// What the charger was made with.
    public let configuration: Configuration
    /// What goes wrong.
    public var faults = Faults.none
    /// The battery; its charge, load and temperature can be changed at any time.
    public var battery: SimulatedBattery
    /// The charger's own time.
    public internal(set) var now = Duration.zero
    /// Whether it has mains.
    public internal(set) var isPowered = false
    /// Seconds since power-up, as 0x0120.
    public internal(set) var uptime = 0
    /// The newest requests, oldest first; ``Configuration/rememberedRequests`` of them.
    public internal(set) var requests: [ReceivedRequest] = []

    var store: RegisterStore
    var program = ChargeProgram()
    var measured = Measurements()
    var service: UsageCounters
    var user = UsageCounters()
    var cycle: CycleRecord
    var lowCurrentSeconds = 0.0
    var networkModeWritten: Duration?
    var networkLimitWritten: Duration?
    var bmsRequired = false

    var wire: Wire
    var requestLines = RequestLines()
    var answers: [(time: Duration, bytes: [UInt8])] = []
    var sent: Sent?
    var stateSent: UInt8?
    var beatIsMode = false
    var nextTick: Duration
    var nextBeat = Duration.zero
    var nextText = Duration.zero
    var textPausedUntil = Duration.zero
    var silentUntil = Duration.zero
    var random: SeededRandom

    /// A charger that is being switched on at time zero.
    /// - Parameter configuration: Which charger, with which battery.
    public init(_ configuration: Configuration) {
        self.configuration = configuration
        battery = configuration.battery
        store = .blueSmart(configuration)
        // A used charger, so that every counter shows something.
        service = UsageCounters(
            operationSeconds: 1_105_659, ampereHours: 2091, cyclesStarted: 484, cyclesCompleted: 8,
            powerUps: 917)
        cycle = CycleRecord(startSeconds: 0, startVolts: 0)
        wire = Wire(pacing: configuration.timing.pacing)
        random = SeededRandom(seed: configuration.seed)
        nextTick = .seconds(1)
        powerOn()
    }

    /// When something happens next: a byte block is due, a second ends, an answer is ready.
    public var nextEvent: Duration {
        guard isPowered else { return nextTick }
        return min(nextTick, nextBeat, nextText, answers.first?.time ?? nextTick)
    }

    /// Lets time pass.
    /// - Parameter time: The charger's new time; an earlier one than `now` changes nothing.
    /// - Returns: The bytes that arrived at the host meanwhile.
    public mutating func advance(to time: Duration) -> [UInt8] {
        guard time >= now else { return [] }
        var arrived: [UInt8] = []
        while nextEvent <= time {
            arrived += arrivals(until: nextEvent)
            now = max(now, nextEvent)
            happen()
        }
        arrived += arrivals(until: time)
        now = time
        return arrived
    }

    private mutating func arrivals(until time: Duration) -> [UInt8] {
        let bytes = wire.take(until: time)
        return now < silentUntil ? [] : faults.damage(bytes, using: &random)
    }

    /// Does one thing that is due now.
    private mutating func happen() {
        if nextTick <= now {
            nextTick += .seconds(1)
            second()
        } else if let answer = answers.first, answer.time <= now {
            answers.removeFirst()
            wire.send(answer.bytes, at: now)
        } else if nextText <= now {
            nextText += max(configuration.timing.text, .milliseconds(1))
            sendText()
        } else {
            nextBeat += max(configuration.timing.beat, .milliseconds(1))
            sendBeat()
        }
    }
}
