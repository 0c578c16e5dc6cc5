// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import MQTTBridge
import MQTTClient
import Synchronization
import Testing

@Suite("What is published of a charger")
struct ChargerPublisherTests {
    private static let identity = ChargerIdentity(
        productID: 0xA330, model: "Blue Smart IP22 12|30 (1)", nominalVolts: 12,
        maximum: CurrentLimit(deciamperes: 300), minimum: CurrentLimit(deciamperes: 75))
    private static let start = Moment(uptime: .zero, unixMilliseconds: 1_790_000_000_123)

    @Test("A charging charger: shortest decimals with at least one digit")
    func charging() async throws {
        let retained = try await published([report(charging: true)])
        let expected = [
            "voltage": "13.21", "current": "9.034", "power": "119.3", "temperature": "21.0",
            "internal_temperature": "24.6", "charge_state": "bulk", "error": "OK", "error_code": "0",
            "energy": "0.0", "charge": "0.0", "current_limit": "9.0", "idle_reason": "not idle: charging",
            "status": "online",
        ]
        for (topic, text) in expected { #expect(retained[topic] == text, "\(topic)") }
        #expect(Set(retained.keys) == Set(expected.keys).union(["diagnostics"]))
    }

    @Test("A charger not heard yet: None for all that is not known, and why")
    func unknown() async throws {
        let retained = try await published([report(charging: false)])
        let topics = [
            "voltage", "current", "power", "temperature", "internal_temperature", "charge_state", "error",
            "error_code", "current_limit",
        ]
        for topic in topics { #expect(retained[topic] == "None", "\(topic)") }
        #expect(retained["status"] == "offline")
        #expect(retained["idle_reason"] == "not connected yet")
        #expect(retained["energy"] == "0.0")
    }

    @Test("Diagnostics are JSON with the counters, the version and the instance")
    func diagnostics() async throws {
        var report = report(charging: true)
        report.link = LinkCounters(blocks: 7, frames: 8, faults: 9, blocksHeldBack: 2, connections: 3)
        let text = try await published([report])["diagnostics"]
        let object = try json(text)
        #expect(object["instance"] as? String == "garage")
        #expect(object["version"] as? String == "1.2.3")
        #expect(object["blocks"] as? Int == 7)
        #expect(object["frames"] as? Int == 8)
        #expect(object["faults"] as? Int == 9)
        #expect(object["held_back"] as? Int == 2)
        #expect(object["connections"] as? Int == 3)
        #expect(object["stage_code"] as? Int == 3)
        #expect(object["writes_today"] as? Int == 0)
        #expect(object["writes_lifetime"] as? Int == 0)
        #expect(object["wear_exhausted"] as? Bool == false)
    }

    @Test("Diagnostics tell how the register that lapses is doing, where it is chosen")
    func volatile() async throws {
        let plain = try json(try await published([report(charging: true)])["diagnostics"])
        #expect(plain["volatile"] == nil && plain["volatile_writes"] == nil)
        var report = report(charging: true)
        report.snapshot.volatile = VolatileStatus(isInUse: true, writes: 4, givenUp: nil)
        let used = try json(try await published([report])["diagnostics"])
        #expect(used["volatile"] as? String == "in use")
        #expect(used["volatile_writes"] as? Int == 4)
        report.snapshot.volatile = VolatileStatus(isInUse: false, writes: 4, givenUp: "it did not obey")
        let left = try json(try await published([report])["diagnostics"])
        #expect(left["volatile"] as? String == "given up: it did not obey")
    }

    @Test("A result has all its keys, null where nothing is known")
    func waiting() async throws {
        var record = RequestRecord(id: 4, source: .mqtt, asked: "12.0", askedAt: Self.start.unixMilliseconds)
        record.reason = "the \"charger\" is silent"
        let text = try await published([], [record])["current_limit/result"]
        let object = try json(text)
        #expect(object.count == 9)
        #expect(object["id"] as? Int == 4)
        #expect(object["source"] as? String == "mqtt")
        #expect(object["asked"] as? String == "12.0")
        #expect(object["state"] as? String == "waiting")
        #expect(object["outcome"] is NSNull)
        #expect(object["reason"] as? String == "the \"charger\" is silent")
        #expect(object["in_force"] is NSNull)
        #expect(object["waits_until"] is NSNull)
        #expect(object["time"] as? String == "2026-09-21T14:13:20Z")
    }

    @Test(
        "A result that has ended says how, with what is in force",
        arguments: [
            Outcome.acknowledged, .superseded, .refused, .failed, .timedOut, .interrupted,
        ])
    func ended(outcome: Outcome) async throws {
        var record = RequestRecord(id: 4, source: .page, asked: "2.0", askedAt: 0)
        record.outcome = outcome
        record.inForce = CurrentLimit(deciamperes: 75)
        record.waitsUntil = Self.start.unixMilliseconds
        let text = try await published([], [record])["current_limit/result"]
        let object = try json(text)
        #expect(object["outcome"] as? String == outcome.rawValue)
        #expect(object["state"] as? String == outcome.rawValue)
        #expect(object["in_force"] as? Double == 7.5)
        #expect(object["waits_until"] as? String == "2026-09-21T14:13:20Z")
        #expect(object["time"] as? String == "1970-01-01T00:00:00Z")
    }

    @Test("A result of the low-current mode has no topic, and is not told on the limit's")
    func lowCurrent() async throws {
        var record = RequestRecord(id: 4, subject: .lowCurrent, source: .page, asked: "on", askedAt: 0)
        record.outcome = .acknowledged
        let before = RequestRecord(id: 3, source: .mqtt, asked: "3.0", askedAt: 0)
        let retained = try await published([], [before, record])
        #expect(Set(retained.keys) == ["current_limit/result"])
        #expect(try json(retained["current_limit/result"])["id"] as? Int == 3)
    }

    @Test("Only the newest of several results stays")
    func newest() async throws {
        let records = (1...3).map { RequestRecord(id: $0, source: .mqtt, asked: "\($0).0", askedAt: 0) }
        let text = try await published([], records)["current_limit/result"]
        let object = try json(text)
        #expect(object["id"] as? Int == 3)
    }

    @Test("After a loss the results of late are told again, in order: it may have taken them with it")
    func loss() async throws {
        let broker = InMemoryBroker()
        let topics = ChargerTopics(base: "b", device: "c")
        let connections = ["values", "status", "witness"].map {
            broker.connection(MQTTSettings(host: "memory", port: 1883, clientID: $0))
        }
        let clock = Mutex(Duration.zero)
        let publisher = ChargerPublisher(
            topics: topics, instance: "garage", version: "1.2.3", interval: .seconds(2),
            values: connections[0], status: connections[1], now: { clock.withLock { $0 } })
        let ids = await withTaskGroup { group in
            for connection in connections {
                group.addTask { await connection.run() }
                for await event in connection.events { if case .connected = event { break } }
            }
            connections[2].subscribe(topics.limitResult, qos: .atLeastOnce)
            for await event in connections[2].events { if case .subscribed = event { break } }
            for (id, second) in [(1, 0), (2, 60), (3, 61)] {
                clock.withLock { $0 = .seconds(second) }
                let record = RequestRecord(id: id, source: .mqtt, asked: "\(id).0", askedAt: 0)
                await publisher.run(reports: stream([]), records: stream([record]))
            }
            clock.withLock { $0 = .seconds(100) }
            await publisher.startOver(afterLoss: true)
            await publisher.startOver()
            var ids: [Int] = []
            for await event in connections[2].events {
                guard case .message(let message) = event else { continue }
                ids.append((try? json(message.text))?["id"] as? Int ?? 0)
                if ids.count == 6 { break }
            }
            group.cancelAll()
            return ids
        }
        #expect(ids == [1, 2, 3, 2, 3, 3])
    }

    /// What the broker holds below the charger's topics after reports and results.
    private func published(
        _ reports: [ChargerReport], _ records: [RequestRecord] = []
    ) async throws -> [String: String] {
        let broker = InMemoryBroker()
        let topics = ChargerTopics(base: "b", device: "c")
        let values = broker.connection(MQTTSettings(host: "memory", port: 1883, clientID: "values"))
        let status = broker.connection(MQTTSettings(host: "memory", port: 1883, clientID: "status"))
        let publisher = ChargerPublisher(
            topics: topics, instance: "garage", version: "1.2.3", interval: .seconds(2), values: values,
            status: status, now: { .zero })
        await withTaskGroup { group in
            for connection in [values, status] {
                group.addTask { await connection.run() }
                for await event in connection.events { if case .connected = event { break } }
            }
            await publisher.run(reports: stream(reports), records: stream(records))
            group.cancelAll()
        }
        return Dictionary(
            broker.retained.map { (String($0.key.dropFirst("b/c/".count)), $0.value.text ?? "not text") },
            uniquingKeysWith: { $1 })
    }

    private func stream<Element: Sendable>(_ elements: [Element]) -> AsyncStream<Element> {
        AsyncStream { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }

    private func report(charging: Bool) -> ChargerReport {
        var charger = Charger(settings: LimitSettings(), at: Self.start)
        if charging {
            var block = Readings(carrier: .block)
            block.voltage = Millivolts(13_210)
            block.coarseCurrent = Milliamperes(9000)
            block.stage = StageReading(stage: .bulk, code: 3)
            block.error = ErrorReading(code: 0, text: "OK")
            block.batteryTemperature = CentiCelsius(2100)
            var frame = Readings(carrier: .frame)
            frame.fineCurrent = Milliamperes(9034)
            frame.internalTemperature = CentiCelsius(2460)
            let events: [ChargerEvent] = [
                .linkUp, .received(block), .received(frame), .identified(Self.identity),
                .limitRead(CurrentLimit(deciamperes: 90)),
            ]
            for event in events { _ = charger.handle(event, at: Self.start) }
        }
        return ChargerReport(snapshot: charger.snapshot(at: Self.start), link: LinkCounters())
    }

    private func json(_ text: String?) throws -> [String: Any] {
        let data = Data(try #require(text).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
