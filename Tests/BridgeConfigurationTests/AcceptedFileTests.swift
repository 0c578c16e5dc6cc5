// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Files that are right")
struct AcceptedFileTests {
    @Test("The Python script's file is taken as it is", arguments: [ReadingMode.check, .run])
    func scriptFile(mode: ReadingMode) throws {
        let loaded = read(sampleFile, mode: mode)
        #expect(loaded.findings == [])
        let expected = Configuration(
            chargers: [
                ChargerSettings(
                    name: "itbatchrg", vendor: "victron", initialCurrentLimit: 10,
                    serial: SerialSettings(port: .device(path: "/dev/ttyUSB0"), baudRate: 19200),
                    currentLimitTopic: "bat_charger/itbatchrg/curlimit")
            ],
            mqtt: MQTTBrokerSettings(
                host: "192.0.2.10", port: 1883, username: "username", password: Secret("password"),
                baseTopic: "bat_charger"),
            logLevel: .info)
        #expect(loaded.configuration == expected)
    }

    @Test("What a file does not say has the documented defaults")
    func defaults() throws {
        let loaded = read(smallestFile)
        #expect(loaded.findings == [])
        let configuration = try #require(loaded.configuration)
        let charger = try #require(configuration.chargers.first)
        #expect(configuration.chargers.count == 1)
        #expect(charger.serial.baudRate == 19200)
        #expect(charger.initialCurrentLimit == nil)
        #expect(charger.currentLimitTopic == nil)
        #expect(charger.label == nil)
        #expect(charger.limit.minimum == nil)
        #expect(charger.limit.maximum == nil)
        #expect(charger.limit.writeBurst == 10)
        #expect(charger.limit.writeInterval == .seconds(15))
        #expect(charger.limit.dailyMaximum == 200)
        #expect(charger.limit.dailyBudget == 30)
        #expect(charger.limit.register == .persistent)
        #expect(configuration.mqtt.port == 1883)
        #expect(configuration.mqtt.username == nil)
        #expect(configuration.mqtt.password == nil)
        #expect(configuration.mqtt.baseTopic == "victron")
        #expect(configuration.mqtt.tls == nil)
        #expect(configuration.mqtt.publishInterval == .seconds(2))
        #expect(configuration.mqtt.clientID == nil)
        #expect(configuration.homeAssistant.discovery == .device)
        #expect(configuration.homeAssistant.prefix == "homeassistant")
        #expect(configuration.homeAssistant.statusTopic == "homeassistant/status")
        #expect(configuration.statePath == nil)
        #expect(configuration.historyPath == nil)
        #expect(configuration.web == nil)
        #expect(configuration.logLevel == .info)
        #expect(configuration.instance == nil)
    }

    @Test("Every key is read")
    func everyKey() throws {
        let loaded = read(
            """
            serial: { port: "tcp://192.0.2.20:4001", baudrate: 19200 }
            mqtt:
              host: broker.example
              port: 8883
              username: user
              password_file: /etc/chargebridge/password
              base_topic: site/chargers
              current_limit_topic: site/limit
              tls: { ca: /ca.pem, certificate: /own.pem, key: /own.key }
              publish_interval: 0.5
              client_id: bridge-7
            device: { name: one, vendor: victron, label: Der Große, initial_current_limit: 9 }
            log_level: debug
            limit:
              min: 7.5
              max: 25
              write_burst: 5
              write_interval: 0
              daily_max: 100
              daily_budget: 0
              register: persistent
            protect:
              max_voltage: 14.6
              min_temperature: 0
              max_temperature: 45
              on_error: true
              cap_topic: bms/limit
              cap_max_age: 30
              on_broker_loss: minimum
              on_shutdown: hold
            state: { path: /var/lib/chargebridge }
            history: { path: /var/lib/chargebridge/history.db }
            web: { listen: "[::1]:8081" }
            home_assistant: { discovery: off, prefix: ha, status_topic: ha/status }
            instance: shed
            """, secretFile: { $0 == "/etc/chargebridge/password" ? "from a file\n" : "" })
        #expect(loaded.findings.isEmpty)
        let expected = Configuration(
            chargers: [
                ChargerSettings(
                    name: "one", vendor: "victron", label: "Der Große", initialCurrentLimit: 9,
                    serial: SerialSettings(port: .network(NetworkAddress(host: "192.0.2.20", port: 4001))),
                    limit: LimitSettings(
                        minimum: 7.5, maximum: 25, writeBurst: 5, writeInterval: .zero, dailyMaximum: 100,
                        dailyBudget: 0),
                    currentLimitTopic: "site/limit",
                    protection: ProtectionSettings(
                        maximumVoltage: 14.6, minimumTemperature: 0, maximumTemperature: 45, onError: true,
                        capTopic: "bms/limit", capMaximumAge: .seconds(30), onBrokerLoss: .minimum,
                        onShutdown: .hold))
            ],
            mqtt: MQTTBrokerSettings(
                host: "broker.example", port: 8883, username: "user", password: Secret("from a file"),
                baseTopic: "site/chargers",
                tls: TLSSettings(authority: "/ca.pem", certificate: "/own.pem", key: "/own.key"),
                publishInterval: .milliseconds(500), clientID: "bridge-7"),
            homeAssistant: HomeAssistantSettings(discovery: .off, prefix: "ha", statusTopic: "ha/status"),
            statePath: "/var/lib/chargebridge", historyPath: "/var/lib/chargebridge/history.db",
            web: WebPageSettings(listen: NetworkAddress(host: "::1", port: 8081)), logLevel: .debug,
            instance: "shed")
        #expect(loaded.configuration == expected)
    }

    @Test(
        "Numbers are taken with and without point, sign and quotation marks",
        arguments: ["10", "10.0", "\"10\"", "'10.0'", "1e1", "+10"])
    func numbers(written: String) {
        let loaded = read(sample("10.0", written))
        #expect(loaded.findings == [])
        #expect(loaded.configuration?.chargers.first?.initialCurrentLimit == 10)
        #expect(read(sample("1883", written)).configuration?.mqtt.port == 10)
    }

    @Test(
        "Log levels are taken in any case and with Python's other names",
        arguments: [
            ("debug", LogLevel.debug), ("Info", .info), ("WARNING", .warning), ("warn", .warning),
            ("ERROR", .error), ("CRITICAL", .error),
        ])
    func levels(written: String, level: LogLevel) {
        let loaded = read(sample("\"INFO\"", written))
        #expect(loaded.findings == [])
        #expect(loaded.configuration?.logLevel == level)
    }

    @Test(
        "Hosts are names and addresses",
        arguments: ["localhost", "broker.example.", "my_broker", "192.0.2.10", "2001:db8::1", "fe80::1%eth0"])
    func hosts(host: String) {
        let loaded = read(sample("192.0.2.10", host))
        #expect(loaded.findings == [])
        #expect(loaded.configuration?.mqtt.host == host)
    }

    @Test("tls: true encrypts with the system's authorities, tls: false does not encrypt")
    func plainTLS() {
        let encrypted = sample("port: 1883", "port: 8883\n  tls: true")
        #expect(read(encrypted).findings == [])
        #expect(read(encrypted).configuration?.mqtt.tls == TLSSettings())
        let open = sample("port: 1883", "tls: false")
        #expect(read(open).findings == [])
        #expect(read(open).configuration.map { $0.mqtt.tls == nil } == true)
    }

    @Test("An empty section is as good as none, and web without an address listens on loopback")
    func emptySections() {
        let loaded = read(smallestFile + "\nlimit:\nstate: {}\nhome_assistant: ~\nweb:\n")
        #expect(loaded.findings.isEmpty)
        #expect(loaded.configuration?.web?.listen == NetworkAddress(host: "127.0.0.1", port: 8080))
    }

    @Test("Line ends, a byte order mark, comments and anchors of a real editor do no harm")
    func editors() {
        let windows = "\u{FEFF}" + sampleFile.replacing("\n", with: "\r\n") + "\r\n# the end\r\n"
        #expect(read(windows).findings == [])
        #expect(read(windows).configuration == read(sampleFile).configuration)
        let anchored = sample("name: itbatchrg", "name: &name itbatchrg\n  label: *name")
        #expect(read(anchored).findings == [])
        #expect(read(anchored).configuration?.chargers.first?.label == "itbatchrg")
    }
}
