// SPDX-License-Identifier: MIT
public import ChargerControl
public import MQTTClient

/// A plug switched by MQTT: makes its commands and reads its state back; has no connection of its own.
///
/// A state that the broker had kept (retained) counts as the last known one, and says that it is kept.
public struct SmartPlug: Sendable {
    /// What the plug was made with.
    public let settings: SmartPlugSettings
    /// What it has last told.
    public private(set) var state = SmartPlugState.unknown
    private let onWords: Set<String>
    private let offWords: Set<String>
    private var said: [Fault: Moment] = [:]

    /// A plug that has told nothing yet.
    /// - Parameter settings: without a ``SmartPlugSettings/problem``.
    public init(settings: SmartPlugSettings) {
        self.settings = settings
        onWords = settings.onWords
        offWords = settings.offWords
    }

    /// The topics to subscribe to whenever the broker is back.
    public var filters: Set<String> {
        Set([settings.stateTopic] + [settings.availabilityTopic].compactMap { $0 })
    }

    /// The message that switches the plug.
    /// - Parameter isOn: on, or off.
    public func command(isOn: Bool) -> MQTTMessage {
        MQTTMessage(
            topic: settings.commandTopic, payload: isOn ? settings.payloadOn : settings.payloadOff,
            retain: settings.retainsCommands)
    }

    /// The message that has the plug tell its state; nil when it can't be asked.
    ///
    /// To be published once the subscriptions stand, when the plug is back, and when a command gets no answer.
    public var query: MQTTMessage? {
        settings.queryTopic.map { MQTTMessage(topic: $0, payload: settings.queryPayload) }
    }

    /// The broker is away: the plug may be switched meanwhile, and nobody here would know.
    public mutating func brokerLost() { state = .unknown }

    /// Takes a message; one on another topic is passed over.
    /// - Parameters:
    ///   - message: as it arrived.
    ///   - now: when it arrived.
    /// - Returns: what there is to tell.
    public mutating func take(_ message: MQTTMessage, at now: Moment) -> [SmartPlugReport] {
        var reports: [SmartPlugReport] = []
        if message.topic == settings.stateTopic {
            reports += takeState(message, at: now)
        }
        if message.topic == settings.availabilityTopic {
            reports += takeAvailability(message, at: now)
        }
        return reports
    }

    /// Why the plug can't be relied upon; nil when it can.
    public var trouble: String? {
        if state.isReachable == false {
            return "the plug can't be reached, says \(settings.availabilityTopic ?? "")"
        }
        guard state.position == .unknown else { return nil }
        return "the plug has not told on \(settings.stateTopic) whether it is on"
    }
}

extension SmartPlug {
    private enum Fault: Sendable, Hashable {
        case state(PayloadFault?)
        case availability(PayloadFault?)
    }

    private mutating func takeState(_ message: MQTTMessage, at now: Moment) -> [SmartPlugReport] {
        do throws(PayloadFault) {
            let word = try word(message.payload, at: settings.statePointer)
            guard let isOn = meaning(of: word) else {
                return ignore(.state(nil), message.topic, "it means neither on nor off", at: now)
            }
            // What a plug said before it went away says nothing now.
            if message.retain, state.isReachable == false { return [.state(state)] }
            state.position = isOn ? .on : .off
            state.heard = now
            state.isKept = message.retain
            return [.state(state)]
        } catch {
            let reason = PowerFault.payload(error).words(pointer: settings.statePointer)
            return ignore(.state(error), message.topic, reason, at: now)
        }
    }

    private mutating func takeAvailability(_ message: MQTTMessage, at now: Moment) -> [SmartPlugReport] {
        do throws(PayloadFault) {
            switch try word(message.payload, at: settings.availabilityPointer) {
            case "online", "true", "1", "available", "connected": state.isReachable = true
            case "offline", "false", "0", "unavailable", "disconnected": state = .unreachable
            default:
                return ignore(
                    .availability(nil), message.topic, "it means neither online nor offline", at: now)
            }
            return [.state(state)]
        } catch {
            let reason = PowerFault.payload(error).words(pointer: settings.availabilityPointer)
            return ignore(.availability(error), message.topic, reason, at: now)
        }
    }

    private func meaning(of word: String) -> Bool? {
        if onWords.contains(word) { return true }
        return offWords.contains(word) ? false : nil
    }

    /// The value as a word in small letters.
    private func word(_ payload: [UInt8], at pointer: JSONPointer?) throws(PayloadFault) -> String {
        switch try Payload.value(in: payload, at: pointer) {
        case .text(let text): text.lowercased()
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
        case .null: ""
        }
    }

    /// How long the same fault is passed over in silence.
    private static let quietTime = Duration.seconds(3600)

    private mutating func ignore(
        _ fault: Fault, _ topic: String, _ reason: String, at now: Moment
    ) -> [SmartPlugReport] {
        if let before = said[fault], now.uptime - before.uptime < Self.quietTime { return [] }
        said[fault] = now
        return [.ignored("what the plug sent on \(topic) does not count: \(reason)")]
    }
}

extension SmartPlugState {
    static let unreachable = SmartPlugState(
        position: .unknown, heard: nil, isKept: false, isReachable: false)
}
