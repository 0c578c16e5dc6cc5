// SPDX-License-Identifier: MIT
import MQTTClient
import Synchronization
import TestBroker
import Testing

@Suite struct VersionTests {
    @Test("a broker of today is spoken to in MQTT 5")
    func five() async throws {
        try await withBroker { broker in
            try await running(MosquittoConnection(settings: settings(port: broker.port))) { _, reader in
                #expect(try await reader.connected() == .v5)
                try await broker.logLine { $0.contains("as client (p5, c1,") }
            }
        }
    }

    @Test(
        "a broker that refuses MQTT 5 is spoken to in 3.1.1, and that is remembered",
        arguments: OldBroker.Manner.allCases)
    func fallsBack(_ manner: OldBroker.Manner) async throws {
        let broker = try OldBroker(manner)
        defer { broker.server.stop() }
        try await running(MosquittoConnection(settings: settings(port: broker.server.port))) { _, reader in
            let first = try await reader.connected()
            #expect(first == .v3_1_1)
            let greetings = broker.greetings
            #expect(greetings.first == 5 && greetings.last == 4)
            broker.server.cut()
            let second = try await reader.connected()
            #expect(second == .v3_1_1)
            #expect(broker.greetings == greetings + [4])
        }
    }
}

/// Speaks just enough MQTT 3.1.1 to say yes, and does not know 5.
final class OldBroker: Sendable {
    /// What it does with a greeting of MQTT 5.
    enum Manner: CaseIterable {
        /// Answers as MQTT 3.1.1 asks for (section 3.1.2.2): code 1.
        case refusesAsOld
        /// Answers as MQTT 5 asks for: code 0x84.
        case refusesAsNew
        /// Closes the connection.
        case hangsUp
    }

    let server: TestServer
    private let seen: Seen

    final class Seen: Sendable {
        let versions = Mutex<[UInt8]>([])
    }

    /// The protocol levels it was greeted with.
    var greetings: [UInt8] { seen.versions.withLock { $0 } }

    init(_ manner: Manner) throws {
        let seen = Seen()
        self.seen = seen
        server = try TestServer { socket, _, _ in
            let greeting = TestServer.receive(socket)
            // Fixed header of 2 bytes, "MQTT" with its length, then the level.
            guard greeting.count > 8 else { return }
            seen.versions.withLock { $0.append(greeting[8]) }
            guard greeting[8] == 5 else {
                TestServer.send([0x20, 2, 0, 0], socket)
                while !TestServer.receive(socket).isEmpty {}
                return
            }
            switch manner {
            case .refusesAsOld: TestServer.send([0x20, 2, 0, 1], socket)
            case .refusesAsNew: TestServer.send([0x20, 3, 0, 0x84, 0], socket)
            case .hangsUp: return
            }
            while !TestServer.receive(socket).isEmpty {}
        }
    }
}
