// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSession
import EnergySources
import MQTTClient

/// Whether the plug in the charger's mains tells how it stands; it is not switched.
struct PlugCheck {
    private let plug: PlugSettings
    private let listening: Duration

    init(_ plug: PlugSettings, listening: Duration) {
        self.plug = plug
        self.listening = listening
    }

    /// Asks the plug, where it can be asked, and listens.
    /// - Parameter visit: nil when the broker can't be reached.
    func findings(_ visit: BrokerVisit?) async -> [DoctorFinding] {
        let settings = SmartPlugSettings(plug)
        var source = SmartPlug(settings: settings)
        guard let visit else {
            return [.unknown(.plug, "the plug was not heard: the broker is not reached")]
        }
        let start = visit.position
        for filter in source.filters.sorted() {
            guard await visit.subscribe(filter) == true else {
                return [
                    .problem(
                        .plug, "the broker does not let us read \(filter)",
                        do: "allow it in the broker's access list")
                ]
            }
        }
        if let query = source.query { visit.connection.publish(query) }
        var ignored: String?
        _ = await visit.first(within: listening, from: start) { event -> Bool? in
            guard case .message(let message) = event else { return nil }
            for report in source.take(message, at: TimeSource.system.now()) {
                if case .ignored(let words) = report { ignored = words }
            }
            // What was kept may be put right by what comes live.
            return source.state.position != .unknown && !source.state.isKept ? true : nil
        }
        return [finding(source, ignored)]
    }

    private func finding(_ source: SmartPlug, _ ignored: String?) -> DoctorFinding {
        let topic = source.settings.stateTopic
        if source.state.isReachable == false {
            return .problem(
                .plug, source.trouble ?? "the plug can't be reached", do: "see to its mains and network")
        }
        switch source.state.position {
        case .on, .off:
            let age = source.state.isKept ? " (kept by the broker, of unknown age)" : ""
            return .ok(.plug, "the plug says on \(topic) that it is \(source.state.position.rawValue)\(age)")
        case .unknown:
            let answer =
                source.query == nil
                ? "one that speaks only then needs a query_topic" : "it should answer on its query_topic"
            return .warning(
                .plug, ignored ?? "the plug has not told on \(topic) whether it is on",
                do:
                    "see with mosquitto_sub -v what it publishes when it is switched, and correct surplus.plug; "
                    + answer)
        }
    }
}
