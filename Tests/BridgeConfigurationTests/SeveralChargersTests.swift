// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Several chargers")
struct SeveralChargersTests {
    private static let two = """
        mqtt: { host: broker, base_topic: site }
        limit: { max: 25, daily_max: 100, write_burst: 3 }
        chargers:
          - device: { name: one, vendor: victron, initial_current_limit: 9 }
            serial: { port: /dev/ttyUSB0 }
            current_limit_topic: site/one/limit
          - device: { name: two, vendor: other }
            serial: { port: "tcp://ser2net:4001", baudrate: 19200 }
            limit: { max: 12.5, daily_max: 50 }
        """

    @Test("Each entry has its own settings, and the limit at the top is what it does not say")
    func entries() {
        let loaded = read(Self.two)
        #expect(loaded.findings == [])
        #expect(
            loaded.configuration?.chargers == [
                ChargerSettings(
                    name: "one", vendor: "victron", initialCurrentLimit: 9,
                    serial: SerialSettings(port: .device(path: "/dev/ttyUSB0")),
                    limit: LimitSettings(maximum: 25, writeBurst: 3, dailyMaximum: 100),
                    currentLimitTopic: "site/one/limit"),
                ChargerSettings(
                    name: "two", vendor: "other",
                    serial: SerialSettings(port: .network(NetworkAddress(host: "ser2net", port: 4001))),
                    limit: LimitSettings(maximum: 12.5, writeBurst: 3, dailyMaximum: 50)),
            ])
    }

    @Test(
        "What chargers can't share, or belongs into an entry, is told at its place",
        arguments: [
            ("name: two", "name: one", "chargers[1].device.name", 7, "line 4"),
            ("\"tcp://ser2net:4001\"", "/dev/ttyUSB0", "chargers[1].serial.port", 8, "line 5"),
            (
                "    limit: { max", "    current_limit_topic: site/one/limit\n    limit: { max",
                "chargers[1].current_limit_topic", 9, "line 6"
            ),
            ("site/one/limit", "site/two/power", "chargers[0].current_limit_topic", 6, "publishes itself"),
            ("base_topic: site", "port: 1883", "chargers[1].device.vendor", 7, "mqtt.base_topic"),
            (
                "base_topic: site", "current_limit_topic: a, base_topic: b", "mqtt.current_limit_topic", 1,
                "entry"
            ),
            ("chargers:", "serial: { port: /a }\nchargers:", "serial", 3, "instead"),
            ("chargers:", "device: { name: a }\nchargers:", "device", 3, "instead"),
            ("max: 12.5", "min: 26", "chargers[1].limit.min", 9, "above"),
            ("{ name: two, vendor: other }", "", "chargers[1].device.name", 7, "missing"),
        ])
    func mistakes(passage: String, replacement: String, key: String, line: Int, words: String) throws {
        #expect(Self.two.contains(passage))
        let loaded = read(Self.two.replacing(passage, with: replacement))
        let finding = try #require(loaded.findings.first)
        #expect(finding.key == key)
        #expect(finding.line == line)
        #expect(finding.message.contains(words), "\(finding)")
        #expect(loaded.configuration == nil)
    }

    @Test("Two chargers with the same id, put together of different vendors and names, are told")
    func sameIdentity() throws {
        let loaded = read(
            """
            mqtt: { host: broker, base_topic: site }
            chargers:
              - { device: { vendor: a, name: b_c }, serial: { port: /dev/ttyUSB0 } }
              - { device: { vendor: a_b, name: c }, serial: { port: /dev/ttyUSB1 } }
              - { device: { vendor: a_b, name: d }, serial: { port: /dev/ttyUSB2 } }
            """)
        let finding = try #require(loaded.findings.first)
        #expect(loaded.findings.count == 1 && finding.severity == .error)
        #expect(finding.key == "chargers[1].device.name" && finding.line == 4)
        #expect(finding.message.contains("state files"))
    }
}
