// SPDX-License-Identifier: MIT
import MQTTClient
import TestBroker

/// A broker of either kind, for the tests that ask both.
enum Place {
    case mosquitto(TestBroker)
    case inMemory(InMemoryBroker)

    func connection(clientID: String = "client", will: MQTTMessage? = nil) -> any MQTTConnection {
        switch self {
        case .mosquitto(let broker):
            (MosquittoConnection(settings: settings(port: broker.port, clientID: clientID, will: will)))
        case .inMemory(let broker):
            (broker.connection(settings(port: 1883, clientID: clientID, will: will)))
        }
    }

    func retained(_ filter: String) async throws -> [String: String] {
        switch self {
        case .mosquitto(let broker): try await broker.retained(filter)
        case .inMemory(let broker): broker.retained.mapValues { $0.text ?? "" }
        }
    }

    func publish(_ topic: String, _ payload: String, retain: Bool) async throws {
        switch self {
        case .mosquitto(let broker): try await broker.publish(topic, payload, retain: retain)
        case .inMemory(let broker):
            broker.publish(MQTTMessage(topic: topic, payload: payload, retain: retain))
        }
    }

    func goDown() async throws {
        switch self {
        case .mosquitto(let broker): try await broker.kill()
        case .inMemory(let broker): broker.goDown()
        }
    }

    func comeUp() async throws {
        switch self {
        case .mosquitto(let broker): try await broker.start()
        case .inMemory(let broker): broker.comeUp()
        }
    }
}

func withPlace(
    _ implementation: ContractTests.Implementation, _ body: (Place) async throws -> Void
) async throws {
    switch implementation {
    case .mosquitto: try await withBroker { try await body(.mosquitto($0)) }
    case .inMemory: try await body(.inMemory(InMemoryBroker()))
    }
}
