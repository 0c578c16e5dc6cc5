// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

/// One mistake in the sample file and what must be said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let passage: String
    let replacement: String
    let line: Int?
    let key: String
    let words: [String]
    var severity = Finding.Severity.error

    var testDescription: String { "\(key): \(replacement.debugDescription)" }

    init(
        _ passage: String, _ replacement: String, _ line: Int?, _ key: String, _ words: String...,
        severity: Finding.Severity = .error
    ) {
        self.passage = passage
        self.replacement = replacement
        self.line = line
        self.key = key
        self.words = words
        self.severity = severity
    }
}

@Suite("Values that are wrong")
struct RejectedValueTests {
    @Test("A wrong value is told with its line, its key and what is expected", arguments: Self.mistakes)
    func mistake(_ mistake: Mistake) throws {
        let loaded = read(sample(mistake.passage, mistake.replacement), mode: .run)
        #expect(loaded.findings.count == 1)
        let finding = try #require(loaded.findings.first)
        #expect(finding.severity == mistake.severity)
        #expect(finding.line == mistake.line)
        #expect(finding.key == mistake.key)
        for word in mistake.words { #expect(finding.message.contains(word), "\(finding)") }
        #expect((loaded.configuration == nil) == (mistake.severity == .error))
    }

    static let mistakes: [Mistake] = serial + broker + topics + device + limits + others

    private static let serial = [
        Mistake("port: /dev/ttyUSB0", "# none", 1, "serial.port", "missing", "/dev/ttyUSB0"),
        Mistake("port: /dev/ttyUSB0", "port:", 2, "serial.port", "missing"),
        Mistake("port: /dev/ttyUSB0", "port: ''", 2, "serial.port", "nothing between"),
        Mistake("/dev/ttyUSB0", "ttyUSB0", 2, "serial.port", "“ttyUSB0”", "/dev/ttyUSB0"),
        Mistake("/dev/ttyUSB0", "tcp://host", 2, "serial.port", "tcp://host:port"),
        Mistake("/dev/ttyUSB0", "tcp://host:0", 2, "serial.port", "tcp://host:port"),
        Mistake("/dev/ttyUSB0", "tcp://::1:70", 2, "serial.port", "tcp://host:port"),
        Mistake("/dev/ttyUSB0", "\"/dev/tty\\0\"", 2, "serial.port", "control characters"),
        Mistake("/dev/ttyUSB0", "{ a: b }", 2, "serial.port", "found a section"),
        Mistake("19200", "fast", 3, "serial.baudrate", "whole number", "“fast”"),
        Mistake("19200", "019200", 3, "serial.baudrate", "whole number"),
        Mistake("19200", "19201", 3, "serial.baudrate", "usual speeds"),
        Mistake("19200", "460800", 3, "serial.baudrate", "1200 to 230400"),
        Mistake("19200", "9600", 3, "serial.baudrate", "19200", severity: .warning),
        Mistake(
            "serial:\n  port: /dev/ttyUSB0\n  baudrate: 19200", "serial: /dev/ttyUSB0", 1, "serial",
            "expected a section", "`serial`", "single value"),
    ]

    private static let broker = [
        Mistake("host: 192.0.2.10", "#", 4, "mqtt.host", "missing"),
        Mistake("192.0.2.10", "<IP MQTT BROKER>", 5, "mqtt.host", "placeholder"),
        Mistake("192.0.2.10", "YOUR_MQTT_BROKER", 5, "mqtt.host", "placeholder"),
        Mistake("192.0.2.10", "BROKER_IP", 5, "mqtt.host", "placeholder"),
        Mistake("192.0.2.10", "[1]", 5, "mqtt.host", "found a list"),
        Mistake("192.0.2.10", "mqtt://broker", 5, "mqtt.host", "mqtt://"),
        Mistake("192.0.2.10", "broker:1883", 5, "mqtt.host", "mqtt.port"),
        Mistake("192.0.2.10", "my broker", 5, "mqtt.host", "“my broker”"),
        Mistake("192.0.2.10", "a..b", 5, "mqtt.host", "“a..b”"),
        Mistake("1883", "abc", 6, "mqtt.port", "1 to 65535", "“abc”"),
        Mistake("1883", "70000", 6, "mqtt.port", "1 to 65535", "“70000”"),
        Mistake("1883", "0", 6, "mqtt.port", "1 to 65535"),
        Mistake("1883", "-1", 6, "mqtt.port", "1 to 65535"),
        Mistake("1883", "1883.5", 6, "mqtt.port", "whole number"),
        Mistake("1883", ".nan", 6, "mqtt.port", "“.nan”"),
        Mistake("1883", "1e400", 6, "mqtt.port", "“1e400”"),
        Mistake("1883", "0x75b", 6, "mqtt.port", "“0x75b”"),
        Mistake("1883", "9999999999999999999999", 6, "mqtt.port", "1 to 65535"),
        Mistake("1883", "\"\"", 6, "mqtt.port", "whole number"),
        Mistake("\"username\"", "[a]", 7, "mqtt.username", "found a list"),
        Mistake("\"password\"", "[a]", 8, "mqtt.password", "found a list"),
        Mistake("\"password\"", "\"a\\0b\"", 8, "mqtt.password", "NUL"),
        Mistake("username: \"username\"", "#", 8, "mqtt.password", "not used", severity: .warning),
        Mistake("port: 1883", "tls: yes", 6, "mqtt.tls", "true or false", "“yes”"),
        Mistake("port: 1883", "tls: true", 6, "mqtt.tls", "8883", severity: .warning),
        Mistake("port: 1883", "port: 8883\n  tls: { key: /k }", 7, "mqtt.tls.key", "belong together"),
        Mistake("port: 1883", "publish_interval: -1", 6, "mqtt.publish_interval", "0 to 30"),
        Mistake("port: 1883", "publish_interval: 31", 6, "mqtt.publish_interval", "0 to 30"),
        Mistake("port: 1883", "client_id: ''", 6, "mqtt.client_id", "nothing between"),
    ]

    private static let topics = [
        Mistake("bat_charger/itbatchrg/curlimit", "a/+/b", 10, "mqtt.current_limit_topic", "wildcard +"),
        Mistake("bat_charger/itbatchrg/curlimit", "'#'", 10, "mqtt.current_limit_topic", "wildcard #"),
        Mistake("bat_charger/itbatchrg/curlimit", "$SYS/a", 10, "mqtt.current_limit_topic", "$"),
        Mistake(
            "itbatchrg/curlimit", "itbatchrg/current_limit", 10, "mqtt.current_limit_topic",
            "…/current_limit/state", severity: .warning),
        Mistake(
            "itbatchrg/curlimit", "itbatchrg/current_limit/set", 10, "mqtt.current_limit_topic", "leave",
            severity: .warning),
        Mistake(
            "itbatchrg/curlimit", "itbatchrg/voltage", 10, "mqtt.current_limit_topic", "publishes itself"),
        Mistake("itbatchrg/curlimit", "itbatchrg/status", 10, "mqtt.current_limit_topic", "publishes itself"),
        Mistake("\"bat_charger\"", "\"bat/#\"", 9, "mqtt.base_topic", "wildcard #"),
        Mistake("\"bat_charger\"", "\"bat/\"", 9, "mqtt.base_topic", "empty level", severity: .warning),
        Mistake("\"bat_charger\"", "\"a\\0b\"", 9, "mqtt.base_topic", "control characters"),
        Mistake("\"bat_charger\"", "\"\"", 9, "mqtt.base_topic", "nothing between"),
        Mistake(
            "\"INFO\"", "INFO\nhome_assistant: { prefix: a+ }", 16, "home_assistant.prefix", "wildcard +"),
        Mistake(
            "\"INFO\"", "INFO\nhome_assistant: { status_topic: a/# }", 16, "home_assistant.status_topic",
            "wildcard #"),
    ]

    private static let device = [
        Mistake("name: itbatchrg", "#", 11, "device.name", "missing"),
        Mistake("vendor: victron", "#", 11, "device.vendor", "missing"),
        Mistake("name: itbatchrg", "name: a/b", 12, "device.name", "can't hold /"),
        Mistake("name: itbatchrg", "name: a+b", 12, "device.name", "can't hold +"),
        Mistake(
            "name: itbatchrg", "name: 'my charger'", 12, "device.name", "“my_charger”", severity: .warning),
        Mistake("victron", "Victron Energy", 13, "device.vendor", "“Victron_Energy”", severity: .warning),
        Mistake("10.0", "much", 14, "device.initial_current_limit", "amperes", "“much”"),
        Mistake("10.0", "0", 14, "device.initial_current_limit", "above 0"),
        Mistake("10.0", "-7", 14, "device.initial_current_limit", "above 0"),
        Mistake("10.0", ".inf", 14, "device.initial_current_limit", "“.inf”"),
        Mistake("10.0", "1e99", 14, "device.initial_current_limit", "at most 1000"),
        Mistake(
            "\"INFO\"", "INFO\nlimit: { max: 8 }", 14, "device.initial_current_limit", "8.0 A will be set",
            severity: .warning),
        Mistake(
            "\"INFO\"", "INFO\nlimit: { min: 12 }", 14, "device.initial_current_limit", "12.0 A will be set",
            severity: .warning),
    ]

    private static let limits = [
        limit("{ min: 12, max: 8 }", "limit.min", "above limit.max"),
        limit("{ max: nan }", "limit.max", "“nan”"),
        limit("{ max: 0 }", "limit.max", "above 0"),
        limit("{ write_burst: 0 }", "limit.write_burst", "1 to 100"),
        limit("{ write_interval: 3601 }", "limit.write_interval", "0 to 3600"),
        limit("{ daily_max: 0 }", "limit.daily_max", "1 to 10000"),
        limit("{ daily_budget: 201 }", "limit.daily_budget", "0 to 200"),
        limit("{ register: 0xEDF0 }", "limit.register", "persistent, volatile"),
        Mistake(
            "  initial_current_limit: 10.0\n", "limit: { register: volatile }\n", 14, "limit.register",
            "experimental", severity: .warning),
        limit("[]", "limit", "found an empty list"),
    ]

    /// A mistake in a section `limit`, in a file without an initial limit that it could forbid.
    private static func limit(_ section: String, _ key: String, _ words: String) -> Mistake {
        Mistake("  initial_current_limit: 10.0\n", "limit: \(section)\n", 14, key, words)
    }

    private static let others = [
        Mistake("\"INFO\"", "LOUD", 15, "log_level", "“LOUD”", "INFO is used", severity: .warning),
        Mistake("\"INFO\"", "INFO\nstate: { path: [] }", 16, "state.path", "found an empty list"),
        Mistake("\"INFO\"", "INFO\nweb: true", 16, "web", "single value", "web: {}"),
        Mistake(
            "\"INFO\"", "INFO\nhome_assistant: off", 16, "home_assistant",
            "home_assistant: { discovery: off }"),
        Mistake(
            "\"INFO\"", "INFO\nprotect: { max_voltage: high }", 16, "protect.max_voltage", "volts", "high"),
        Mistake("\"INFO\"", "INFO\nprotect: { min_temperature: .nan }", 16, "protect.min_temperature", "°C"),
        Mistake(
            "\"INFO\"", "INFO\nprotect: { min_temperature: 5, max_temperature: 5 }", 16,
            "protect.min_temperature", "not below"),
        Mistake("\"INFO\"", "INFO\nprotect: { cap_topic: bms/# }", 16, "protect.cap_topic", "wildcard"),
        Mistake("\"INFO\"", "INFO\nprotect: { cap_max_age: 1 }", 16, "protect.cap_max_age", "5 to 86400"),
        Mistake(
            "\"INFO\"", "INFO\nprotect: { on_shutdown: off }", 16, "protect.on_shutdown", "hold, minimum"),
        Mistake("\"INFO\"", "INFO\nhistory: { path: '' }", 16, "history.path", "nothing between"),
        Mistake("\"INFO\"", "INFO\nweb: { listen: 8080 }", 16, "web.listen", "127.0.0.1:8080", "“8080”"),
        Mistake("\"INFO\"", "INFO\nweb: { listen: '' }", 16, "web.listen", "nothing between"),
        Mistake("\"INFO\"", "INFO\nweb: { listen: 'a:99999' }", 16, "web.listen", "127.0.0.1:8080"),
        Mistake(
            "\"INFO\"", "INFO\nhome_assistant: { discovery: on }", 16, "home_assistant.discovery", "“on”"),
        Mistake("\"INFO\"", "INFO\ninstance: a/b", 16, "instance", "can't hold /"),
    ]

    @Test("All mistakes are told at once, in the order of the file, as compilers write them")
    func severalMistakes() {
        let loaded = read(
            """
            mqtt:
              host: <IP MQTT BROKER>
              port: 70000
              current_limit_topic: a/#
            device:
              vendor: victron
            serial: { port: /dev/ttyUSB0, baudrate: fast }
            """)
        let lines = loaded.findings.map {
            $0.description.split(separator: ": ").prefix(3).joined(separator: ": ")
        }
        #expect(
            lines == [
                "config.yaml:2:9: error: mqtt.host", "config.yaml:3:9: error: mqtt.port",
                "config.yaml:4:24: error: mqtt.current_limit_topic", "config.yaml:5:1: error: device.name",
                "config.yaml:7:41: error: serial.baudrate",
            ])
        #expect(loaded.configuration == nil)
    }

    @Test("Sections that are missing altogether are told key by key")
    func missingSections() {
        let loaded = read("log_level: INFO")
        #expect(
            Set(loaded.findings.map(\.key)) == ["serial.port", "mqtt.host", "device.name", "device.vendor"])
        #expect(loaded.configuration == nil)
    }
}
