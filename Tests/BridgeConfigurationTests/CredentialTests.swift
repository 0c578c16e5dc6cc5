// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Where user name and password come from")
struct CredentialTests {
    private let fileInstead = sample("password: \"password\"", "password_file: /secret")

    @Test("The environment goes before the file")
    func environment() {
        let environment = ["CHARGEBRIDGE_MQTT_USERNAME": "me", "CHARGEBRIDGE_MQTT_PASSWORD": "mine"]
        for yaml in [sampleFile, smallestFile] {
            let loaded = read(yaml, environment: environment)
            #expect(loaded.findings == [])
            #expect(loaded.configuration?.mqtt.username == "me")
            #expect(loaded.configuration?.mqtt.password == Secret("mine"))
        }
    }

    @Test("A password without a user name is told to be of no use, wherever it comes from")
    func withoutName() {
        let loaded = read(smallestFile, environment: ["CHARGEBRIDGE_MQTT_PASSWORD": "mine"])
        let said =
            "config.yaml:3:1: warning: mqtt.password: CHARGEBRIDGE_MQTT_PASSWORD in the environment is not used: "
            + "there is no mqtt.username, nor CHARGEBRIDGE_MQTT_USERNAME"
        #expect(loaded.findings.map(\.description) == [said])
        let written = read(sample("username: \"username\"", "#"), mode: .run)
        #expect(written.findings.map(\.message) == ["is not used: there is no mqtt.username"])
        #expect(loaded.configuration.map { $0.mqtt.password == nil } == true)
    }

    @Test("Empty variables and empty values are as good as none")
    func emptyOnes() {
        let empty = ["CHARGEBRIDGE_MQTT_USERNAME": "", "CHARGEBRIDGE_MQTT_PASSWORD": ""]
        #expect(read(sampleFile, environment: empty).configuration?.mqtt.password == Secret("password"))
        let anonymous = read(
            sample("\"username\"\n  password: \"password\"", "\"\"\n  password: \"\""), environment: empty)
        #expect(anonymous.findings == [])
        #expect(anonymous.configuration?.mqtt.username == nil)
        #expect(anonymous.configuration?.mqtt.password == nil)
    }

    @Test("Values that look like numbers or words of YAML stay the text that was written")
    func texts() {
        let loaded = read(sample("\"username\"\n  password: \"password\"", "yes\n  password: 007"))
        #expect(loaded.configuration?.mqtt.username == "yes")
        #expect(loaded.configuration?.mqtt.password == Secret("007"))
    }

    @Test("A password file's content is the password, without the line end that editors add")
    func passwordFile() {
        for content in ["from a file", "from a file\n", "from a file\r\n"] {
            let loaded = read(fileInstead, secretFile: { _ in content })
            #expect(loaded.findings == [])
            #expect(loaded.configuration?.mqtt.password == Secret("from a file"))
        }
    }

    @Test("A password file that can't be used is told with its reason, not with its content")
    func badPasswordFile() {
        struct Other: Error { let content = "Gr8Hunter2Kz" }
        let contents: [(words: String, content: () throws -> String)] = [
            ("file named here does not exist", { throw FileProblem(reason: "does not exist") }),
            ("file named here can't be read", { throw Other() }),
            ("file named here is empty", { "\n" }),
            ("NUL", { "Gr8Hunter2Kz\0" }),
            ("65535", { String(repeating: "Gr8Hunter2Kz", count: 6000) }),
        ]
        for (words, content) in contents {
            let loaded = read(fileInstead, secretFile: { _ in try content() })
            #expect(loaded.findings.map(\.key) == ["mqtt.password_file"])
            #expect(loaded.findings.allSatisfy { $0.message.contains(words) && !$0.message.contains("Gr8") })
            #expect(loaded.configuration == nil)
        }
    }

    @Test("A password and a password file together are an error")
    func both() {
        let loaded = read(sample("port: 1883", "password_file: /secret"), secretFile: { _ in "a" })
        #expect(loaded.findings.map(\.key) == ["mqtt.password_file"])
        #expect(loaded.configuration == nil)
    }
}
