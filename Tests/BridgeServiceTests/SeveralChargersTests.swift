// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ChargerSimulator
import Testing
import TestBroker

@Suite("Several chargers in one process")
struct SeveralChargersTests {
    @Test("A pseudo-terminal, a network link and a broken port: each for itself")
    func mixed() async throws {
        try await withScene { scene in
            let remote = SimulatorServer(try .quick("24|12"), port: .tcp(port: 0))
            try await remote.withServer { address in
                let network = try #require(NetworkAddress(String(address.dropFirst("tcp://".count))))
                let broken = scene.folder + "/broken"
                let change: (inout Configuration) -> Void = {
                    $0.chargers += [
                        ChargerSettings(
                            name: "remote", vendor: "victron", serial: SerialSettings(port: .network(network))
                        ),
                        ChargerSettings(
                            name: "broken", vendor: "victron",
                            serial: SerialSettings(port: .device(path: broken))),
                    ]
                }
                try await scene.withBridge(change) { witness, _ in
                    try await scene.broker.logLine {
                        $0.contains("\tbat_charger/remote/current_limit/set (QoS 1)")
                    }
                    try await scene.ask("12")
                    try await scene.ask("6", on: "bat_charger/remote/current_limit/set")
                    #expect(try await witness.outcome(of: "12.0").in_force == 12)
                    #expect(try await witness.outcome(of: "6.0", root: "bat_charger/remote").in_force == 6)
                    #expect(scene.charger.registers[0xEDF0]?.value == [120, 0])
                    #expect(remote.control.registers[0xEDF0]?.value == [60, 0])
                    try await witness.value("status", "online", root: "bat_charger/remote")
                    try await witness.value("status", "offline", root: "bat_charger/broken")
                    let reason = try await witness.anyValue("idle_reason", root: "bat_charger/broken")
                    #expect(reason.text.contains(broken))
                    for name in ["itbatchrg", "remote", "broken"] {
                        try await witness.message {
                            $0.topic == "homeassistant/device/victron_\(name)/config"
                        }
                    }
                }
            }
        }
    }

    @Test("One charger's mains off is the other's business as little as its status")
    func oneOff() async throws {
        try await withScene { scene in
            let second = SimulatorServer(
                try .quick("24|12"), port: .pseudoTerminal(link: scene.folder + "/second"))
            try await second.withServer { port in
                let change: (inout Configuration) -> Void = {
                    $0.chargers.append(
                        ChargerSettings(
                            name: "second", vendor: "victron",
                            serial: SerialSettings(port: .device(path: port))))
                }
                try await scene.withBridge(change) { witness, _ in
                    try await witness.value("status", "online")
                    try await witness.value("status", "online", root: "bat_charger/second")
                    second.control.powerOff()
                    try await witness.message {
                        $0.topic == "bat_charger/second/idle_reason" && $0.text.contains("silent")
                    }
                    try await scene.ask("12")
                    #expect(try await witness.outcome(of: "12.0").in_force == 12)
                    #expect(!witness.texts("status").drop { $0 != "online" }.contains("offline"))
                }
            }
        }
    }
}
