// SPDX-License-Identifier: MIT
import MQTTBridge
import MQTTClient
import Testing

@Suite("Taking over from documents of another form")
struct MigrationTests {
    private static let flag = #"{"migrate_discovery": true}"#
    private static let deviceTopic = "homeassistant/device/victron_itbatchrg/config"

    @Test("the script's documents are flagged, then removed, then there is one document")
    func fromScript() {
        var house = House(script("voltage"), script("current"))
        house.connect(Examples.documents())
        #expect(
            house.published == [
                Published(at: 1, "homeassistant/sensor/victron_itbatchrg/current/config", Self.flag),
                Published(at: 1, "homeassistant/sensor/victron_itbatchrg/voltage/config", Self.flag),
                Published(at: 2, "homeassistant/sensor/victron_itbatchrg/current/config", ""),
                Published(at: 2, "homeassistant/sensor/victron_itbatchrg/voltage/config", ""),
            ])
        #expect(house.finishedAt == .seconds(3))
        #expect(Set(house.retained.keys) == [Self.deviceTopic])
    }

    @Test("with nothing retained the document follows after a second, and later connects change nothing")
    func firstStart() {
        var house = House()
        for _ in 1...2 {
            house.connect(Examples.documents())
            #expect(house.published == [])
            #expect(house.finishedAt == .seconds(1))
        }
    }

    @Test(
        "documents of others on the script's topics are left alone",
        arguments: [
            #"{"unique_id":"other_voltage","state_topic":"a/b"}"#, #"{"state_topic":"a/b"}"#, "", "null",
            "[]", "12",
            "{", #"{"unique_id":12}"#, #"{"migrate_discovery":false}"#,
            #"{"unique_id":"victron_itbatchrg_current"}"#,
        ])
    func foreign(payload: String) {
        let topic = "homeassistant/sensor/victron_itbatchrg/voltage/config"
        var house = House(MQTTMessage(topic: topic, payload: payload, retain: true))
        house.connect(Examples.documents())
        #expect(house.published == [])
    }

    @Test("a document of a user's own below our name is left alone, whatever the form", arguments: Self.forms)
    func usersOwn(form: DiscoverySettings.Form) {
        let own = MQTTMessage(
            topic: "homeassistant/sensor/victron_itbatchrg/humidity/config",
            payload: #"{"unique_id":"victron_itbatchrg_humidity","state_topic":"a/b"}"#, retain: true)
        var house = House(own)
        house.connect(Examples.documents(Examples.known(), DiscoverySettings(form: form)))
        #expect(house.retained[own.topic] == own)
        #expect(house.published == [])
    }

    @Test("a message published just now is no retained document")
    func live() {
        var message = script("voltage")
        message.retain = false
        var house = House(message)
        house.connect(Examples.documents())
        #expect(house.published == [])
    }

    @Test("a migration cut short is taken up again")
    func cutShort() {
        let topic = "homeassistant/sensor/victron_itbatchrg/voltage/config"
        var house = House(MQTTMessage(topic: topic, payload: Self.flag, retain: true))
        house.connect(Examples.documents())
        #expect(house.published.last == Published(at: 2, topic, ""))
        #expect(Set(house.retained.keys) == [Self.deviceTopic])
    }

    @Test("a document that arrives late is taken over as well")
    func late() {
        var migration = DiscoveryMigration(Examples.documents(), at: .zero)
        #expect(payloads(&migration, at: [.seconds(1)]) == [[]])
        #expect(migration.isFinished)
        let isOurs = migration.arrived(script("voltage"))
        #expect(isOurs)
        #expect(!migration.isFinished)
        let times: [Duration] = [.seconds(5), .milliseconds(5500), .seconds(6), .seconds(7)]
        #expect(payloads(&migration, at: times) == [[Self.flag], [], [""], []])
        #expect(migration.isFinished)
    }

    @Test("one more document that arrives meanwhile has its turn before the end")
    func meanwhile() {
        var migration = DiscoveryMigration(Examples.documents(), at: .zero)
        migration.arrived(script("voltage"))
        #expect(payloads(&migration, at: [.seconds(1)]) == [[Self.flag]])
        migration.arrived(script("current"))
        let times: [Duration] = [.seconds(2), .seconds(3), .seconds(4)]
        #expect(payloads(&migration, at: times) == [[""], [Self.flag], [""]])
        #expect(!migration.isFinished)
        #expect(payloads(&migration, at: [.seconds(5)]) == [[]])
        #expect(migration.isFinished)
    }

    @Test("the script's documents are replaced in place by those of the component form")
    func scriptToComponents() {
        var house = House(script("voltage"), script("current"))
        let documents = Examples.documents(Examples.known(), DiscoverySettings(form: .component))
        house.connect(documents)
        #expect(house.published == [])
        let announced = documents.messages().filter { !$0.payload.isEmpty }
        #expect(Set(house.retained.keys) == Set(announced.map(\.topic)))
    }

    @Test("components give way to the device, each with a flag")
    func componentsToDevice() {
        var house = House()
        let components = Examples.documents(Examples.known(), DiscoverySettings(form: .component))
        house.connect(components)
        house.connect(Examples.documents())
        let topics = components.messages().filter { !$0.payload.isEmpty }.map(\.topic).sorted()
        #expect(
            house.published == topics.map { Published(at: 1, $0, Self.flag) }
                + topics.map { Published(at: 2, $0, "") })
        #expect(Set(house.retained.keys) == [Self.deviceTopic])
    }

    @Test("the device rolls back to components with the flag")
    func deviceToComponents() {
        var house = House()
        house.connect(Examples.documents())
        house.connect(Examples.documents(Examples.known(), DiscoverySettings(form: .component)))
        #expect(
            house.published == [
                Published(at: 1, Self.deviceTopic, Self.flag), Published(at: 2, Self.deviceTopic, ""),
            ])
        #expect(house.retained.count == 20)
        #expect(house.retained[Self.deviceTopic] == nil)
    }

    @Test("switching off removes what is ours, once", arguments: Examples.forms)
    func off(form: DiscoverySettings.Form) {
        let foreign = MQTTMessage(
            topic: "homeassistant/sensor/another/voltage/config", payload: #"{"unique_id":"x"}"#, retain: true
        )
        var house = House(foreign, script("voltage"))
        house.connect(Examples.documents(Examples.known(), DiscoverySettings(form: form)))
        let off = Examples.documents(Examples.known(), DiscoverySettings(form: .off))
        house.connect(off)
        #expect(!house.published.isEmpty)
        #expect(house.published.allSatisfy { $0.payload.isEmpty && $0.time == .seconds(1) })
        #expect(house.retained == [foreign.topic: foreign])
        house.connect(off)
        #expect(house.published == [])
    }

    @Test(
        "under another prefix the script's documents go too, below Home Assistant's own",
        arguments: Self.forms)
    func anotherPrefix(form: DiscoverySettings.Form) {
        var house = House(script("voltage"))
        house.connect(Examples.documents(Examples.known(), DiscoverySettings(form: form, prefix: "ha/test")))
        #expect(house.retained[script("voltage").topic] == nil)
        #expect(house.retained.keys.allSatisfy { $0.hasPrefix("ha/test/") })
    }

    @Test("where Home Assistant never listened, the script's document is removed without a flag")
    func illegalName() {
        let message = script("voltage", name: "it batchrg")
        var house = House(message)
        house.connect(Examples.documents(Examples.unknown(name: "it batchrg")))
        #expect(house.published == [Published(at: 2, message.topic, "")])
    }

    @Test("a name that no topic can have asks for no wildcard", arguments: ["a+", "#", "a\0"])
    func noWildcard(name: String) {
        let migration = DiscoveryMigration(Examples.documents(Examples.unknown(name: name)), at: .zero)
        #expect(migration.subscriptions.count == 2)
        #expect(migration.subscriptions.allSatisfy { !$0.contains(name) })
    }

    @Test("what was announced before is known again", arguments: Examples.forms, Examples.forms)
    func announced(before: DiscoverySettings.Form, now: DiscoverySettings.Form) {
        var charger = Examples.unknown()
        charger.extras = [.batteryTemperature]
        var house = House()
        house.connect(Examples.documents(charger, DiscoverySettings(form: before)))
        #expect(house.announced == [])
        house.connect(Examples.documents(Examples.unknown(), DiscoverySettings(form: now)))
        #expect(house.announced == [.batteryTemperature])
    }

    @Test("another charger's documents are not touched")
    func anotherCharger() {
        let other = Examples.documents(Examples.unknown(name: "other"), DiscoverySettings(form: .component))
            .messages()
        var house = House(other)
        house.connect(Examples.documents())
        #expect(house.published == [])
    }

    private func payloads(_ migration: inout DiscoveryMigration, at times: [Duration]) -> [[String?]] {
        times.map { time in migration.step(at: time).messages.map(\.text) }
    }

    private static let forms = DiscoverySettings.Form.allCases

    /// A document as the Python script left it.
    private func script(_ key: String, name: String = "itbatchrg") -> MQTTMessage {
        let id = "victron_\(name)"
        let unit = key == "voltage" ? "V" : "A"
        let json = """
            {"name": "\(key)", "state_topic": "bat_charger/\(name)/\(key)", \
            "availability_topic": "bat_charger/\(name)/status", "payload_available": "online", \
            "payload_not_available": "offline", "unit_of_measurement": "\(unit)", "device_class": "\(key)", \
            "state_class": "measurement", "unique_id": "\(id)_\(key)", "force_update": true, \
            "device": {"identifiers": ["\(id)"], "manufacturer": "Victron", "model": "Blue Smart Charger", \
            "name": "\(id)"}}
            """
        return MQTTMessage(topic: "homeassistant/sensor/\(id)/\(key)/config", payload: json, retain: true)
    }
}
