// SPDX-License-Identifier: MIT
import BridgeConfiguration
import MQTTClient

/// Whether the broker can be reached and lets this program in; if so, what can be done and heard there.
struct BrokerCheck {
    private let configuration: Configuration
    private let listening: Duration

    init(_ configuration: Configuration, listening: Duration) {
        self.configuration = configuration
        self.listening = listening
    }

    private var broker: MQTTBrokerSettings { configuration.mqtt }

    func findings() async -> [DoctorFinding] {
        let instance = Instance.name(configured: configuration.instance)
        var settings = MQTTSettings(
            host: broker.host, port: broker.port,
            clientID: ClientID.make(configuration, instance: instance, "doctor"), username: broker.username,
            password: broker.password?.reveal(),
            tls: broker.tls.map { MQTTTLS(ca: $0.authority, certificate: $0.certificate, key: $0.key) })
        settings.backoff = MQTTBackoff(initial: .milliseconds(300), maximum: .seconds(1))
        return await BrokerVisit.with(settings) { visit in await findings(visit, settings) }
    }

    private enum Answer {
        case connected(MQTTVersion)
        case unreachable(String)
        case refused(String)
    }

    private func findings(_ visit: BrokerVisit, _ settings: MQTTSettings) async -> [DoctorFinding] {
        switch await answer(visit, patience: settings.connectTimeout * 2 + .seconds(2)) {
        case .connected(let version):
            let who = broker.username == nil ? "without a user name" : "with user name and password"
            let how = broker.tls == nil ? "" : ", over TLS"
            let connected = DoctorFinding.ok(
                .broker, "the broker at \(broker.host):\(broker.port) lets us in \(who)\(how) (\(version))")
            return [connected] + (await PublishingCheck(configuration, visit).findings())
                + (await DiscoveryCheck(configuration, visit).findings()) + (await sunFindings(visit))
        case .unreachable(let reason), .refused(let reason):
            return [.problem(.broker, reason, do: remedy(reason))] + (await sunFindings(nil))
        case nil:
            let mute = DoctorFinding.problem(
                .broker, "the broker at \(broker.host):\(broker.port) takes the connection and says nothing",
                do: "see that it is an MQTT broker that listens there, and that it is not overloaded")
            return [mute] + (await sunFindings(nil))
        }
    }

    /// Of the meters and plugs that speak MQTT.
    private func sunFindings(_ visit: BrokerVisit?) async -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        for charger in configuration.chargers {
            guard let sun = charger.surplus else { continue }
            if let meter = sun.meter {
                let check = MeterCheck(meter, listening: listening)
                findings += await check.overMQTT(visit).about(charger.name)
            }
            if let plug = sun.plug {
                findings += await PlugCheck(plug, listening: listening).findings(visit).about(charger.name)
            }
        }
        return findings
    }

    private func answer(_ visit: BrokerVisit, patience: Duration) async -> Answer? {
        func choose(_ event: MQTTEvent) -> Answer? {
            switch event {
            case .connected(let version): .connected(version)
            case .refused(let reason, _): .refused(reason)
            case .unreachable(let reason, _): .unreachable(reason)
            default: nil
            }
        }
        let first = await visit.first(within: patience, choose)
        guard case .unreachable = first else { return first }
        // A broker that hangs up without a word may know the older protocol only, which is tried next.
        let second = await visit.first(within: .seconds(3), from: 1) { event in
            if case .unreachable = event { return nil as Answer? }
            return choose(event)
        }
        return second ?? first
    }

    /// What to do, from the words of the reason.
    private func remedy(_ reason: String) -> String {
        func says(_ words: String...) -> Bool { words.contains { reason.contains($0) } }
        if says("user name", "password") {
            return "correct mqtt.username and mqtt.password; a broker's user list may need to be loaded again"
        }
        if says("not for \(broker.host)") {
            return "put the name that stands in the certificate into mqtt.host"
        }
        if says("not signed by", "CA file") {
            return
                "give the authority that signed the broker's certificate as mqtt.tls.ca, and check this machine's clock"
        }
        if says("client certificate", "certificate file", "key file") {
            return "give mqtt.tls.certificate and mqtt.tls.key as the broker's owner made them"
        }
        if says("TLS") { return "put the broker's TLS port into mqtt.port, often 8883, or take mqtt.tls out" }
        if says("name ", "looked up") {
            return "correct mqtt.host, or the network's DNS; an IP address works without DNS"
        }
        if says("refused; nothing listens") {
            return
                "start the broker, or correct mqtt.port; mosquitto without a 'listener' line serves its own machine only"
        }
        if says("no answer", "no route", "not reachable") {
            return "see that the broker's machine is on, and that no firewall is between"
        }
        if says("closed the connection") {
            return broker.tls == nil
                ? "if this is the broker's TLS port, set mqtt.tls: true" : "see the broker's log for why"
        }
        return "see the broker's log for why"
    }
}
