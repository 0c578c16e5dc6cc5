// SPDX-License-Identifier: MIT
import MQTTBridge
import MQTTClient
import Testing

@Suite("When a value goes out")
struct PublishScheduleTests {
    private var schedule = PublishSchedule(interval: .seconds(2))

    @Test("the first value goes out at once, whatever it is")
    mutating func first() {
        let values: [TopicValue] = [
            TopicValue("a", "1.0", .measurement), TopicValue("b", "None", .measurement),
            TopicValue("c", "bulk", .state), TopicValue("d", "{}", .counters(key: "")),
        ]
        #expect(schedule.due(values, at: .zero).map(\.topic) == ["a", "b", "c", "d"])
    }

    @Test("a measurement that does not change is silent for 30 s")
    mutating func unchanged() {
        let sent = times((0...90).map { .seconds($0) }) { _ in "1.0" }
        #expect(sent == [0, 30, 60, 90].map { .seconds($0) })
    }

    @Test("a measurement that changes with each block goes out once in the interval")
    mutating func changing() {
        let sent = times((0...10).map { .seconds($0) }) { "\($0)" }
        #expect(sent == [0, 2, 4, 6, 8, 10].map { .seconds($0) })
    }

    @Test(
        "a block that comes a little early still counts, so that the interval does not become three seconds")
    mutating func jitter() {
        let blocks: [Duration] = [
            .zero, .milliseconds(990), .milliseconds(1980), .milliseconds(2970), .milliseconds(3960),
        ]
        #expect(times(blocks) { "\($0)" } == [.zero, .milliseconds(1980), .milliseconds(3960)])
    }

    @Test(
        "what is shown is never older than 3.5 s while blocks come",
        arguments: [250, 900, 990, 1000, 1027, 1030, 1100, 1300, 1700])
    mutating func age(spacing: Int) throws {
        let blocks = (0..<200).map { Duration.milliseconds($0 * spacing + ($0 * 37) % 40) }
        let sent = times(blocks) { "\($0)" }
        for (earlier, later) in zip(sent, sent.dropFirst()) {
            #expect(later - earlier <= .milliseconds(3500))
        }
        let (last, lastSent) = (try #require(blocks.last), try #require(sent.last))
        #expect(last - lastSent <= .milliseconds(3500))
    }

    @Test("a change held back goes out without another one, as soon as the interval is over")
    mutating func heldBack() {
        let sent = times([.zero, .milliseconds(500), .seconds(1), .seconds(2), .seconds(3)]) {
            $0 == .zero ? "1.0" : "2.0"
        }
        #expect(sent == [.zero, .seconds(2)])
    }

    @Test("with an interval of zero each change goes out")
    mutating func everyBlock() {
        schedule = PublishSchedule(interval: .zero)
        let sent = times((0...5).map { .milliseconds($0 * 10) }) { "\($0)" }
        #expect(sent.count == 6)
    }

    @Test("becoming unavailable, and coming back, does not wait")
    mutating func unavailable() {
        let texts = ["1.0", "None", "2.0", "None"]
        let sent = times((0...3).map { .milliseconds($0 * 10) }) { texts[Int($0 / .milliseconds(10))] }
        #expect(sent.count == 4)
    }

    @Test("a state goes out at once when it changes, and not otherwise")
    mutating func states() {
        var sent: [String] = []
        for (second, text) in ["bulk", "bulk", "float", "bulk"].enumerated() {
            let messages = schedule.due(
                [TopicValue("s", text, .state)], at: .milliseconds(second * 10))
            sent += messages.compactMap(\.text)
        }
        #expect(sent == ["bulk", "float", "bulk"])
        #expect(schedule.due([TopicValue("s", "bulk", .state)], at: .seconds(3600)) == [])
    }

    @Test("counters go out seldom, but at once when what matters in them changes")
    mutating func counters() {
        func value(_ count: Int, _ key: String) -> [TopicValue] {
            [TopicValue("d", "\(count) \(key)", .counters(key: key))]
        }
        #expect(schedule.due(value(1, "fine"), at: .zero).count == 1)
        #expect(schedule.due(value(2, "fine"), at: .seconds(29)) == [])
        #expect(schedule.due(value(3, "fine"), at: .seconds(30)).map(\.text) == ["3 fine"])
        #expect(schedule.due(value(4, "trouble"), at: .seconds(31)).map(\.text) == ["4 trouble"])
        #expect(schedule.due(value(4, "trouble"), at: .seconds(100)) == [])
    }

    @Test("after starting over everything goes out anew")
    mutating func startOver() {
        let values = [TopicValue("a", "1.0", .measurement), TopicValue("s", "bulk", .state)]
        #expect(schedule.due(values, at: .zero).count == 2)
        #expect(schedule.due(values, at: .seconds(1)) == [])
        schedule.startOver()
        #expect(schedule.due(values, at: .seconds(1)).count == 2)
    }

    @Test("what the connection did not take goes out again, and nothing else does")
    mutating func notTaken() {
        let values = [TopicValue("a", "1.0", .measurement), TopicValue("s", "bulk", .state)]
        #expect(schedule.due(values, at: .zero).count == 2)
        schedule.forget("s")
        #expect(schedule.due(values, at: .milliseconds(1)).map(\.topic) == ["s"])
        #expect(schedule.due(values, at: .milliseconds(2)) == [])
    }

    @Test("all is retained; a measurement needs no acknowledgement, a state does")
    mutating func delivery() {
        let messages = schedule.due(
            [TopicValue("a", "1.0", .measurement), TopicValue("s", "bulk", .state)], at: .zero)
        #expect(messages.map(\.retain) == [true, true])
        #expect(messages.map(\.qos) == [.atMostOnce, .atLeastOnce])
    }

    /// When a measurement goes out of those that are there at some times.
    private mutating func times(_ moments: [Duration], _ text: (Duration) -> String) -> [Duration] {
        moments.filter { !schedule.due([TopicValue("a", text($0), .measurement)], at: $0).isEmpty }
    }
}
