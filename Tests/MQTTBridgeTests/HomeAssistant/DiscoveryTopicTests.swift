// SPDX-License-Identifier: MIT
import MQTTBridge
import MQTTClient
import Testing

@Suite("Names in discovery topics")
struct DiscoveryTopicTests {
    @Test(
        "only what Home Assistant does not take is escaped",
        arguments: [
            ("itbatchrg", "victron_itbatchrg"), ("IT-bat_1", "victron_IT-bat_1"),
            ("it batchrg", "victron_it-x20-batchrg"), ("ü", "victron_-xC3--xBC-"), ("a/b", "victron_a-x2F-b"),
            ("a\tb", "victron_a-x09-b"), ("a-xl", "victron_a-x2D-xl"), ("a-", "victron_a-"), ("", "victron_"),
        ])
    func escaping(name: String, node: String) {
        let messages = Examples.documents(Examples.unknown(name: name)).messages()
        #expect(messages.map(\.topic) == ["homeassistant/device/\(node)/config"])
    }

    @Test("no two names share a topic")
    func noCollisions() {
        let pieces = ["", "-", "x", "-x", "20", "2D", " ", "-x20-", "-x2D-", "/", "ü"]
        let names = Set(pieces.flatMap { a in pieces.flatMap { b in pieces.map { a + b + $0 } } })
        let topics = names.flatMap { Examples.documents(Examples.unknown(name: $0)).messages().map(\.topic) }
        #expect(Set(topics).count == names.count)
    }
}
