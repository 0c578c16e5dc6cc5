// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import Testing
import TestBroker

@Suite("chargebridge doctor: the broker and Home Assistant")
struct DoctorBrokerTests {
    private static let device = "homeassistant/device/victron_itbatchrg/config"

    /// Runs the doctor with a broker of the test's own.
    /// - Parameters:
    ///   - options: how the broker is set up.
    ///   - mqtt: what stands in `mqtt` besides host, port and base topic.
    private func examine(
        _ options: TestBrokerOptions = TestBrokerOptions(), mqtt: (TestBroker) -> String = { _ in "" },
        more: String = "", prepare: (TestBroker) async throws -> Void = { _ in },
        _ check: (Examination, TestBroker) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try await withBroker(options) { broker in
                try await prepare(broker)
                var file = DoctorFile(folder: folder)
                file.broker = "host: 127.0.0.1, port: \(broker.port)" + mqtt(broker)
                file.more = more
                try await check(try await BridgeServiceTests.examine(try file.write()), broker)
            }
        }
    }

    @Test("A good broker: one message of its own is published, kept, and removed again")
    func good() async throws {
        try await examine { found, broker in
            found.expect(.broker, .ok, "lets us in without a user name (MQTT 5)")
            found.expect(.publishing, .ok, "taken and kept")
            let left = try await broker.retained("#")
            #expect(left.isEmpty)
            #expect(broker.log.contains { $0.contains("bat_charger/doctor/") })
        }
    }

    @Test(
        "A broker that can't be reached",
        arguments: [
            ("host: nowhere.invalid", "nowhere.invalid", "DNS"),
            ("host: 127.0.0.1, port: 1", "refused", "start the broker"),
        ])
    func unreachable(broker: String, words: String, remedy: String) async throws {
        try await withFolder { folder in
            let found = try await BridgeServiceTests.examine(
                try DoctorFile(folder: folder, broker: broker).write())
            found.expect(.broker, .problem, words, do: remedy)
            #expect(found.of(.publishing).isEmpty && found.code == 1)
        }
    }

    @Test("A port that takes the connection and says nothing")
    func mute() async throws {
        try await withBroker { broker in
            broker.freeze()
            try await withFolder { folder in
                let file = DoctorFile(folder: folder, broker: "host: 127.0.0.1, port: \(broker.port)")
                let found = try await BridgeServiceTests.examine(try file.write())
                #expect(found.of(.broker).first?.verdict == .problem)
                #expect(found.of(.broker).first?.remedy?.isEmpty == false)
            }
            broker.thaw()
        }
    }

    @Test(
        "A wrong password, and none",
        arguments: [", username: user, password: wr0ng", ", username: other, password: right", ""])
    func password(login: String) async throws {
        try await examine(TestBrokerOptions(users: ["user": "right"]), mqtt: { _ in login }) { found, _ in
            found.expect(.broker, .problem, "user name", do: "mqtt.password")
            #expect(
                !found.findings.contains { $0.what.contains("wr0ng") || $0.remedy?.contains("wr0ng") == true }
            )
        }
        try await examine(
            TestBrokerOptions(users: ["user": "right"]), mqtt: { _ in ", username: user, password: right" }
        ) { found, _ in found.expect(.broker, .ok, "with user name and password") }
    }

    @Test("TLS: right, another authority, another name, a plain port, a plain client, no certificate")
    func tls() async throws {
        let plain = TestBrokerOptions(tls: TestTLSOptions())
        func tls(_ authority: KeyPath<TestCertificates, String>) -> (TestBroker) -> String {
            { ", tls: { ca: \($0.certificates?[keyPath: authority] ?? "") }" }
        }
        try await examine(plain, mqtt: tls(\.ca)) { found, _ in found.expect(.broker, .ok, "over TLS") }
        try await examine(plain, mqtt: tls(\.otherCA)) { found, _ in
            found.expect(.broker, .problem, "certificate verify failed", do: "mqtt.tls.ca")
        }
        try await examine(TestBrokerOptions(tls: TestTLSOptions(names: ["DNS:elsewhere"])), mqtt: tls(\.ca)) {
            found, _ in found.expect(.broker, .problem, "is not for 127.0.0.1", do: "mqtt.host")
        }
        try await examine(mqtt: { _ in ", tls: true" }) { found, _ in
            #expect(found.of(.broker).first?.verdict == .problem)
            #expect(found.of(.broker).first?.remedy?.contains("TLS") == true, "\(found.of(.broker))")
        }
        try await examine(plain) { found, _ in
            found.expect(.broker, .problem, "closed the connection", do: "mqtt.tls")
        }
        try await examine(
            TestBrokerOptions(tls: TestTLSOptions(requireClientCertificate: true)), mqtt: tls(\.ca)
        ) { found, _ in
            found.expect(.broker, .problem, "client certificate", do: "mqtt.tls.certificate")
        }
    }

    @Test(
        "An access list that forbids writing, or reading",
        arguments: ["topic read #\n", "topic write #\n"])
    func accessRules(rules: String) async throws {
        try await examine(TestBrokerOptions(accessRules: rules)) { found, _ in
            found.expect(.broker, .ok, "lets us in")
            let words = rules.contains("read") ? "takes no message" : "does not come back"
            found.expect(.publishing, .problem, words, do: "access list")
        }
    }

    @Test("A broker that keeps no messages")
    func retain() async throws {
        try await examine(TestBrokerOptions(retains: false)) { found, _ in
            found.expect(.publishing, .problem, "does not keep them", do: "retain_available")
        }
    }

    @Test("Documents for Home Assistant: missing, broken, another's, ours")
    func documents() async throws {
        try await examine { found, _ in
            found.expect(.discovery, .warning, "no discovery document", do: "start the bridge")
            found.expect(.homeAssistant, .unknown, "nothing stands on homeassistant/status")
        }
        let ours = #"{"device":{"identifiers":["victron_itbatchrg"],"name":"x"},"components":{}}"#
        for (document, verdict, words) in [
            ("{", DoctorFinding.Verdict.problem, "not a document"),
            (ours.replacing("itbatchrg", with: "other"), .problem, "not a document"),
            (ours, .ok, "is on \(Self.device)"),
        ] {
            try await examine(prepare: { try await $0.publish(Self.device, document, retain: true) }) {
                found, _ in found.expect(.discovery, verdict, words)
            }
        }
        try await examine(more: "home_assistant: { discovery: off }") { found, _ in
            found.expect(.discovery, .ok, "told nothing")
            #expect(found.of(.homeAssistant).isEmpty)
        }
    }

    @Test("Home Assistant that says it is there, or is not", arguments: ["online", "offline"])
    func birth(word: String) async throws {
        try await examine(prepare: { try await $0.publish("homeassistant/status", word, retain: true) }) {
            found, _ in
            if word == "online" {
                found.expect(.homeAssistant, .ok, "is there")
            } else {
                found.expect(.homeAssistant, .warning, "is not there", do: "start Home Assistant")
            }
        }
    }

    @Test(
        "While the bridge runs its port is left to it, and its documents are found",
        arguments: ["device", "component"])
    func running(form: String) async throws {
        try await withScene { scene in
            var file = DoctorFile(folder: scene.folder, port: scene.port)
            file.broker = "host: 127.0.0.1, port: \(scene.broker.port), publish_interval: 0"
            file.more = "home_assistant: { discovery: \(form) }"
            let path = try file.write()
            try await withProgram(["run", "--config", path]) { program in
                try await program.line(containing: "\(scene.port) is open")
                try await patiently("the documents") {
                    while try await scene.broker.retained("homeassistant/#").isEmpty {
                        try await Task.sleep(for: .milliseconds(100))
                    }
                }
                try await patiently("the limit") {
                    while try await scene.broker.retained("bat_charger/itbatchrg/current_limit").values.first
                        .map({ $0 == "None" }) ?? true
                    {
                        try await Task.sleep(for: .milliseconds(100))
                    }
                }
                let found = try await BridgeServiceTests.examine(path)
                found.expect(.port, .ok, "the bridge runs on \(scene.port)")
                #expect([.ok, .unknown].contains(found.of(.signal).first?.verdict))
                found.expect(.discovery, .ok, "discovery document")
                #expect(found.code == 0, "\(found.findings)")
                // It goes on undisturbed.
                #expect(!program.lines.contains { $0.contains("no link") })
            }
        }
    }
}
