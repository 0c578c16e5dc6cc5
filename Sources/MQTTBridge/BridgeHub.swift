// SPDX-License-Identifier: MIT
import ChargerControl
import FoundationEssentials
public import Logging
public import MQTTClient

/// The process's connection to the broker: subscribes, tells requests apart, has everything published anew
/// whenever the broker is back.
public actor BridgeHub {
    private let connection: any MQTTConnection
    private let chargers: [BridgedCharger]
    private let listeners: [any MQTTListener]
    private let base: String
    private let instance: String
    private let homeAssistantStatus: String?
    private let logger: Logger
    private var standing: Set<String> = []
    private var otherInstances: Set<String> = []
    /// Those of them that publish for our chargers.
    private var rivals: Set<String> = []
    private var lastTrouble: String?
    private var wasConnected = false
    private var lastPublishRefusal: String?

    /// Makes a hub that is not connected yet.
    /// - Parameters:
    ///   - connection: the process's connection, with ``bridgeWill(base:instance:)`` as its last will.
    ///   - chargers: the chargers of this process.
    ///   - listeners: what else has its messages over this connection.
    ///   - base: `mqtt.base_topic`.
    ///   - instance: the name of this bridge.
    ///   - homeAssistantStatus: the topic of Home Assistant's birth message; nil when discovery is off.
    ///   - logger: gets one line for each change.
    public init(
        connection: any MQTTConnection, chargers: [BridgedCharger], listeners: [any MQTTListener] = [],
        base: String, instance: String, homeAssistantStatus: String?, logger: Logger
    ) {
        self.connection = connection
        self.chargers = chargers
        self.listeners = listeners
        self.base = base
        self.instance = instance
        self.homeAssistantStatus = homeAssistantStatus
        self.logger = logger
    }

    /// What the process's connection leaves behind when it breaks.
    public static func bridgeWill(base: String, instance: String) -> MQTTMessage {
        MQTTMessage(
            topic: ChargerTopics.bridge(base: base, instance: instance), payload: "offline",
            qos: .atLeastOnce,
            retain: true)
    }

    /// Follows the connection until it ends.
    public func run() async {
        for await event in connection.events { await take(event) }
    }

    private func take(_ event: MQTTEvent) async {
        switch event {
        case .connected(let version):
            lastTrouble = nil
            lastPublishRefusal = nil
            logger.info("connected to the broker, \(version)")
            await connected()
        case .disconnected(let reason):
            await trouble(reason)
            for charger in chargers { await charger.port.brokerLost() }
            for listener in listeners { await listener.disconnected() }
        case .unreachable(let reason, _), .refused(let reason, _): await trouble(reason)
        case .subscribed(let filter): await subscribed(filter)
        case .subscriptionRefused(let filter):
            logger.warning(
                "the broker refuses the subscription to \(filter): nothing that is sent there arrives")
        case .publishRefused(let reason): await publishAgain(reason)
        case .message(let message): await route(message)
        }
    }

    /// What was refused counts as not published; the broker may take it now, after its access list was changed.
    private func publishAgain(_ reason: String) async {
        if reason != lastPublishRefusal {
            lastPublishRefusal = reason
            logger.warning("\(reason); it is published again every 30 s")
        }
        sayOnline()
        for charger in chargers {
            await charger.announcer.announce()
            await charger.publisher.startOver()
        }
    }

    /// A broker that is away for a day is one line, not a thousand.
    private func trouble(_ reason: String) async {
        standing.removeAll()
        guard reason != lastTrouble else { return }
        lastTrouble = reason
        logger.warning("no connection to the broker: \(reason); it is tried again")
        for listener in listeners { await listener.brokerIsAway(reason) }
    }

    private func connected() async {
        standing.removeAll()
        sayOnline()
        for filter in filters { connection.subscribe(filter, qos: .atLeastOnce) }
        for listener in listeners { await listener.connected() }
        for charger in chargers {
            await charger.announcer.connected()
            await charger.publisher.startOver(afterLoss: wasConnected)
        }
        wasConnected = true
    }

    private func sayOnline() {
        connection.publish(
            MQTTMessage(
                topic: ChargerTopics.bridge(base: base, instance: instance), payload: "online",
                qos: .atLeastOnce,
                retain: true))
    }

    private var filters: Set<String> {
        var filters: Set = [ChargerTopics.bridge(base: base, instance: "+")]
        if let homeAssistantStatus { filters.insert(homeAssistantStatus) }
        for listener in listeners { filters.formUnion(listener.filters) }
        for charger in chargers {
            filters.formUnion(commandFilters(of: charger))
            filters.insert(charger.topics.diagnostics)
            filters.insert(charger.topics.status)
            filters.formUnion(charger.announcer.filters)
        }
        return filters
    }

    private func commandFilters(of charger: BridgedCharger) -> Set<String> {
        var filters = [charger.topics.limitCommand, charger.topics.configuredCommand, charger.topics.cap]
        if charger.hasControl {
            filters += RequestSubject.allCases.map { charger.topics.controlCommand($0) }
        }
        return Set(filters.compactMap { $0 })
    }

    private func subscribed(_ filter: String) async {
        standing.insert(filter)
        for charger in chargers {
            let commands = commandFilters(of: charger)
            if commands.contains(filter), commands.isSubset(of: standing) {
                await charger.port.brokerStands()
            }
        }
    }

    // MARK: Messages

    private func route(_ message: MQTTMessage) async {
        logger.debug(
            "received\(message.retain ? " (retained)" : "") on \(message.topic): \(message.beginning)")
        if message.topic == homeAssistantStatus {
            if message.text == "online", !message.retain { await announceAgain() }
            return
        }
        await noteInstance(message)
        for listener in listeners { await listener.received(message) }
        for charger in chargers {
            await route(message, to: charger)
        }
    }

    private func route(_ message: MQTTMessage, to charger: BridgedCharger) async {
        switch message.topic {
        case charger.topics.configuredCommand:
            await charger.port.command(message.payload, isRetained: message.retain)
            // A live message does not say whether it was retained. Subscribing again has the broker tell what
            // it keeps now, so that a value retained while the bridge is away is told from one handled here.
            if !message.retain { connection.subscribe(message.topic, qos: .atLeastOnce) }
        case charger.topics.cap: await charger.port.cap(message.payload)
        case charger.topics.limitCommand:
            guard !isOld(message) else { return }
            await charger.port.request(message.payload, source: .mqtt)
        case charger.topics.status where !message.retain:
            await charger.publisher.heardStatus(message.text)
        case charger.topics.diagnostics: await compareInstance(message, of: charger)
        default:
            if charger.hasControl, let subject = charger.topics.subject(ofCommand: message.topic) {
                guard !isOld(message) else { return }
                return await charger.port.control(subject, message.payload, source: .mqtt)
            }
            await charger.announcer.received(message)
        }
    }

    private func isOld(_ message: MQTTMessage) -> Bool {
        guard message.retain else { return false }
        logger.info("a retained message on \(message.topic) is ignored: old commands do not count there")
        return true
    }

    /// Home Assistant has started: whatever it or the broker lost is there again.
    private func announceAgain() async {
        logger.info("Home Assistant has started; everything is published again")
        for charger in chargers {
            await charger.announcer.announce()
            await charger.publisher.startOver()
        }
    }

    private func noteInstance(_ message: MQTTMessage) async {
        let prefix = ChargerTopics.bridge(base: base, instance: "")
        guard message.topic.hasPrefix(prefix) else { return }
        let name = String(message.topic.dropFirst(prefix.count))
        guard name != instance else {
            // The last will of an earlier run of ours, sent late, or another bridge that goes by our name and has
            // just said that nothing is known of the chargers; a replay is older than what we just said.
            if message.text != "online", !message.retain {
                sayOnline()
                for charger in chargers { await charger.publisher.startOver() }
            }
            return
        }
        if message.text != "online" {
            otherInstances.remove(name)
            // It may have taken leave for our chargers too, and said that nothing is known of them.
            if rivals.remove(name) != nil {
                for charger in chargers { await charger.publisher.startOver() }
            }
        } else if otherInstances.count < Self.mostInstances {
            otherInstances.insert(name)
        }
    }

    /// Another bridge that is alive publishes for the same charger: said, not fought.
    private func compareInstance(_ message: MQTTMessage, of charger: BridgedCharger) async {
        guard message.payload.count <= Self.longestDiagnostics,
            let other = try? JSONDecoder().decode(InstanceOnly.self, from: Data(message.payload)),
            other.instance != instance, otherInstances.contains(other.instance)
        else { return }
        rivals.insert(other.instance)
        await charger.port.noticed(otherBridge: "the bridge '\(other.instance)' works on this charger too")
    }

    private struct InstanceOnly: Decodable { var instance: String }
    private static let longestDiagnostics = 4096
    /// Bridges under one base topic; whoever can write there could name any number of them.
    private static let mostInstances = 100
}

extension MQTTMessage {
    /// So much of the payload as a line of the log can take.
    fileprivate var beginning: String {
        let length = 200
        return String(decoding: payload.prefix(length), as: UTF8.self) + (payload.count > length ? " …" : "")
    }
}
