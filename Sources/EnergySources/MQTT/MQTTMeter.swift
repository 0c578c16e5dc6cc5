// SPDX-License-Identifier: MIT
public import ChargerControl
public import MQTTClient

/// A grid meter made of what arrives on MQTT topics; has no connection of its own.
///
/// Its owner subscribes to ``filters``, hands over what arrives, and calls ``check(at:)`` about once a second.
/// A message that the broker had kept (retained) does not count: MQTT does not tell how old it is.
public struct MQTTMeter: Sendable {
    /// What the meter was made with.
    public let settings: MQTTMeterSettings
    private var parts: [Part]
    private var said: [Saying: Moment] = [:]
    private var lastTrouble: String?

    /// A meter that has heard nothing yet.
    /// - Parameter settings: without a ``MQTTMeterSettings/problem``.
    public init(settings: MQTTMeterSettings) {
        self.settings = settings
        parts = settings.parts.map { Part(place: $0) }
    }

    /// The topics to subscribe to whenever the broker is back.
    public var filters: Set<String> { Set(settings.parts.map(\.topic)) }

    /// To be published every ``MQTTMeterSettings/keepaliveInterval`` while connected; nil: nothing is.
    public var keepalive: MQTTMessage? { settings.keepaliveTopic.map { MQTTMessage(topic: $0, payload: "") } }

    /// Takes a message; one on another topic is passed over.
    /// - Parameters:
    ///   - message: as it arrived.
    ///   - now: when it arrived.
    /// - Returns: what there is to tell, in order; a reading whenever a part arrived and none is stale.
    public mutating func take(_ message: MQTTMessage, at now: Moment) -> [GridMeterReport] {
        guard parts.contains(where: { $0.place.topic == message.topic }) else { return [] }
        var reports: [GridMeterReport] = []
        var hasValue = false
        for index in parts.indices where parts[index].place.topic == message.topic {
            guard !message.retain else {
                report(.kept, part: index, at: now, to: &reports)
                continue
            }
            let pointer = parts[index].place.pointer
            switch PowerPayload(message.payload, at: pointer, factor: settings.unit.factor) {
            case .power(let watts):
                parts[index].content = .value(watts, now)
                hasValue = true
            case .notAvailable(let word): parts[index].content = .notAvailable(word)
            case .fault(let fault): report(.fault(fault), part: index, at: now, to: &reports)
            }
        }
        if hasValue, let reading = reading(at: now) {
            lastTrouble = nil
            reports.append(.reading(reading))
        } else if let trouble = newTrouble(at: now) {
            reports.append(trouble)
        }
        return reports
    }

    /// Looks whether a value has become stale.
    /// - Returns: a trouble, once; nil when nothing has changed.
    public mutating func check(at now: Moment) -> GridMeterReport? { newTrouble(at: now) }

    /// The sum of all parts.
    /// - Returns: nil unless every part is there and none is stale.
    public func reading(at now: Moment) -> GridMeterReading? {
        var sum = 0.0
        var oldest: Moment?
        for part in parts {
            guard case .value(let watts, let time) = part.content, isFresh(time, at: now) else { return nil }
            sum += watts
            if oldest.map({ time.uptime < $0.uptime }) ?? true { oldest = time }
        }
        return oldest.map { GridMeterReading(watts: sum * settings.positive.sign, measured: $0) }
    }

    /// Why there is no reading; nil when there is one.
    public func trouble(at now: Moment) -> String? {
        for part in parts {
            switch part.content {
            case .nothing: return "no value from the meter yet on \(part.words)"
            case .notAvailable(let word): return "the meter has no value on \(part.words): it says \(word)"
            case .value(_, let time) where !isFresh(time, at: now):
                return "no value from the meter on \(part.words) for \(settings.staleAfter.words)"
            case .value: continue
            }
        }
        return nil
    }
}

extension MQTTMeter {
    private enum Content: Sendable {
        case nothing
        case value(Double, Moment)
        case notAvailable(String)
    }

    private struct Part: Sendable {
        let place: MQTTMeterSettings.Part
        var content = Content.nothing

        var words: String {
            place.topic + (place.pointer.map { $0.tokens.isEmpty ? "" : " at \($0)" } ?? "")
        }
    }

    /// Something not to be said again for a while, however often it happens.
    private struct Saying: Sendable, Hashable {
        let kind: Kind
        let part: Int

        enum Kind: Sendable, Hashable {
            case kept
            case fault(PowerFault)
        }
    }

    /// How long the same fault on the same topic is passed over in silence.
    private static let quietTime = Duration.seconds(3600)

    private func isFresh(_ time: Moment, at now: Moment) -> Bool {
        now.uptime - time.uptime <= settings.staleAfter
    }

    private mutating func newTrouble(at now: Moment) -> GridMeterReport? {
        let trouble = trouble(at: now)
        guard trouble != lastTrouble else { return nil }
        lastTrouble = trouble
        return trouble.map { .trouble($0) }
    }

    private mutating func report(
        _ kind: Saying.Kind, part index: Int, at now: Moment, to reports: inout [GridMeterReport]
    ) {
        let saying = Saying(kind: kind, part: index)
        if let before = said[saying], now.uptime - before.uptime < Self.quietTime { return }
        said[saying] = now
        let part = parts[index]
        switch kind {
        case .kept:
            reports.append(
                .ignored(
                    "the broker's kept (retained) value on \(part.words) does not count, for its age is not "
                        + "known; the meter has to publish again"))
        case .fault(let fault):
            let reason = fault.words(pointer: part.place.pointer)
            reports.append(.ignored("what arrived on \(part.words) does not count: \(reason)"))
        }
    }
}

extension Duration {
    /// `60 s`, `2.5 s`.
    var words: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        return tenths == 0 ? "\(seconds) s" : "\(seconds).\(tenths) s"
    }
}
