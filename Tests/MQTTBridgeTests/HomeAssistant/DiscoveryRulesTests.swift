// SPDX-License-Identifier: MIT
import MQTTBridge
import MQTTClient
import Testing

@Suite("Home Assistant's rules for documents")
struct DiscoveryRulesTests {
    @Test("every document of every charger keeps them", arguments: Examples.chargers, Examples.forms)
    func documentsKeepThem(charger: DiscoveredCharger, form: DiscoverySettings.Form) {
        let retired = [RetiredEntity(platform: "sensor", key: "gone")]
        let messages = Examples.documents(charger, DiscoverySettings(form: form), retired: retired).messages()
        #expect(!messages.isEmpty)
        #expect(DiscoveryRules.mistakes(in: messages) == [])
    }

    @Test("several chargers at once keep them", arguments: Examples.forms)
    func severalChargers(form: DiscoverySettings.Form) {
        let chargers = [
            Examples.known(), Examples.unknown(name: "a b"), Examples.unknown(name: "a-x20-b"),
            Examples.unknown(name: "a/b"),
        ]
        let messages = chargers.flatMap { Examples.documents($0, DiscoverySettings(form: form)).messages() }
        #expect(DiscoveryRules.mistakes(in: messages) == [])
        #expect(Set(messages.map(\.topic)).count == messages.count)
    }

    @Test(
        "a document that breaks one is found out",
        arguments: [
            (#""unit_of_measurement":"kWh""#, #""unit_of_measurement":"A""#),
            (#""unit_of_measurement":"W""#, #""unit_of_measure":"W""#),
            (
                #""state_class":"total_increasing","state_topic":"bat_charger/itbatchrg/energy""#,
                #""state_class":"measurement","state_topic":"bat_charger/itbatchrg/energy""#
            ),
            (#""state_class":"measurement""#, #""state_class":"measured""#),
            (#""options":["off""#, #""choices":["off""#),
            (#""command_topic""#, #""comand_topic""#),
            (#""min":7.5"#, #""min":31"#),
            (#""mode":"slider""#, #""mode":"slide""#),
            (#""retain":false"#, #""retain":true"#),
            (#""identifiers":["victron_itbatchrg"]"#, #""identifiers":[]"#),
            (#""model_id""#, #""product""#),
            (#""name":"ChargeBridge","#, ""),
            (#"https://"#, #"about:"#),
            (#""platform":"number""#, #""platform":"dial""#),
            (#""unique_id":"victron_itbatchrg_power""#, #""unique_id":"victron_itbatchrg_energy""#),
            (#""entity_category":"diagnostic""#, #""entity_category":"config""#),
            (#""origin":{"#, #""~":"x","origin":{"#),
            (#""availability":[{"topic""#, #""availability":[{"about""#),
            (#""device_class":"connectivity""#, #""device_class":"connected""#),
            (#"}"#, #""#),
        ])
    func mistakesAreFound(right: String, wrong: String) throws {
        var message = try #require(Examples.documents().messages().first)
        let text = try #require(message.text)
        let range = try #require(text.firstRange(of: right), "the document has no \(right)")
        message.payload = Array(text.replacingCharacters(in: range, with: wrong).utf8)
        #expect(DiscoveryRules.mistakes(in: [message]) != [])
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
