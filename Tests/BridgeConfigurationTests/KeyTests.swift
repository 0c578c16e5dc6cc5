// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Keys")
struct KeyTests {
    @Test(
        "A misspelt key is an error for check and a warning for run, with the key that was meant",
        arguments: [
            ("baudrate", "baudrat", "serial.baudrat", 3),
            ("baudrate", "Baud-Rate", "serial.Baud-Rate", 3),
            ("password", "pasword", "mqtt.pasword", 8),
            ("base_topic", "base_toipc", "mqtt.base_toipc", 9),
            ("current_limit_topic", "curent_limit_topik", "mqtt.curent_limit_topik", 10),
            ("initial_current_limit", "initial-current-limit", "device.initial-current-limit", 14),
            ("log_level", "loglevel", "loglevel", 15),
        ])
    func misspelt(meant: String, written: String, key: String, line: Int) throws {
        let yaml = sample("\(meant):", "\(written):")
        let finding = try #require(read(yaml, mode: .check).findings.first)
        #expect(finding.severity == .error)
        #expect(finding.key == key)
        #expect(finding.line == line)
        #expect(finding.message.contains("did you mean `\(meant)`?"))
        #expect(read(yaml, mode: .check).configuration == nil)
        #expect(read(yaml, mode: .run).findings.first?.severity == .warning)
        #expect(read(yaml, mode: .run).configuration != nil)
    }

    @Test("A key that is like no other gets the list of those that exist, and no suggestion")
    func foreignKey() throws {
        let finding = try #require(read(sample("baudrate: 19200", "parity: none")).findings.first)
        #expect(
            finding.description
                == "config.yaml:3:3: error: serial.parity: unknown key; known here: port, baudrate")
    }

    @Test("A key whose section is the list of chargers is named with its place")
    func keyInList() throws {
        let yaml =
            "mqtt: { host: h }\nchargers:\n  - device: { name: a, vendor: v, nam: b }\n    serial: { port: /a }"
        let finding = try #require(read(yaml).findings.first)
        #expect(finding.key == "chargers[0].device.nam")
        #expect(finding.line == 3)
        #expect(read(yaml).findings.count == 1)
    }

    @Test(
        "A key that stands twice is told with both lines",
        arguments: [
            (sample("  port: 1883\n", "  port: 1883\n  username: other\n"), 8, 7, "username"),
            (sampleFile + "\nserial: { port: /dev/ttyUSB1 }", 16, 1, "serial"),
            (sample("base_topic: ", "\"port\": "), 9, 6, "port"),
        ])
    func twice(yaml: String, line: Int, first: Int, key: String) {
        let loaded = read(yaml, mode: .run)
        #expect(loaded.configuration == nil)
        #expect(loaded.findings.map(\.line) == [line])
        #expect(loaded.findings.map(\.key) == [key])
        #expect(loaded.findings.allSatisfy { $0.message.contains("first in line \(first)") })
    }

    @Test("A key that stands twice in one line, or in braces, is told with both places")
    func twiceInBraces() {
        let line = read("serial: { port: /a, port: /b }")
        #expect(line.findings.map(\.line) == [1] && line.findings.map(\.column) == [21])
        #expect(line.findings.map(\.key) == ["port"])
        #expect(line.findings.allSatisfy { $0.message.contains("first in line 1, column 11") })
        let lines = read("mqtt: { host: h, tls: { port: 1 },\n        host: i }\n")
        #expect(lines.findings.map(\.line) == [2] && lines.findings.map(\.key) == ["host"])
    }

    @Test(
        "A key that stands in the wrong section is told where it belongs",
        arguments: [
            ("\ncurrent_limit_topic: a/b", "current_limit_topic", "it belongs to `mqtt`"),
            ("\nlimit: { log_level: INFO }", "limit.log_level", "it belongs to the top of the file"),
            ("\nport: /dev/ttyUSB0", "port", "`serial` or `mqtt` or `surplus.meter.modbus`"),
            ("\nweb: { tls: true }", "web.tls", "it belongs to `mqtt`"),
        ])
    func misplaced(more: String, key: String, words: String) {
        let loaded = read(smallestFile + more)
        #expect(loaded.findings.map(\.key) == [key])
        #expect(loaded.findings.allSatisfy { $0.message.contains(words) }, "\(loaded.findings)")
    }

    @Test("Keys that are no words are told without repeating them")
    func strangeKeys() {
        for yaml in ["? [a, b]\n: c", "? {a: b}\n: c", "\"a b\": c"] {
            let loaded = read(smallestFile + "\n" + yaml)
            #expect(loaded.findings.map(\.line) == [8], "\(yaml)")
            #expect(loaded.findings.allSatisfy { $0.message.contains("no known key") })
        }
    }

    @Test("A merge key is refused, since its keys would be missed")
    func mergeKey() {
        let loaded = read(smallestFile + "\n<<: { log_level: INFO }", mode: .run)
        #expect(loaded.findings.map { $0.message.contains("<<") } == [true])
        #expect(loaded.configuration == nil)
    }

    @Test("A file with nothing but unknown keys, all in one line, is told briefly")
    func manyKeys() {
        let yaml = "{" + (0..<30_000).map { "key\($0): 1" }.joined(separator: ", ") + "}"
        let loaded = read(yaml)
        #expect(loaded.findings.count == 100)
        #expect(loaded.configuration == nil)
    }
}
