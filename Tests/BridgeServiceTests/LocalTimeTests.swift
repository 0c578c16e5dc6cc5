// SPDX-License-Identifier: MIT
import Foundation
import Testing
import TestBroker

@Suite("The machine's local time")
struct LocalTimeTests {
    /// A time zone as TZ takes it, and how far it is ahead of UTC in three hours.
    struct Zone: Sendable, CustomTestStringConvertible {
        var name: String
        var secondsEast: Int
        var testDescription: String { name }

        static let india = Zone(name: "IST-5:30", secondsEast: 19_800)
        static let newfoundland = Zone(name: "NST3:30", secondsEast: -12_600)

        /// An hour ahead of UTC, and from an hour from now on two (tzset(3)).
        static var changing: Zone {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(secondsFromGMT: 3600) ?? .gmt
            let change = Date(timeIntervalSinceNow: 3600)
            let day = (calendar.ordinality(of: .day, in: .year, for: change) ?? 1) - 1
            let time = calendar.dateComponents([.hour, .minute], from: change)
            let end = (day + 180) % 365
            return Zone(
                name: "STD-1DST,\(day)/\(time.hour ?? 0):\(time.minute ?? 0),\(end)/3", secondsEast: 7200)
        }
    }

    @Test(
        "A mode that ends at a time of day ends when clocks there show it, also when they are changed before",
        arguments: [Zone.india, .newfoundland, .changing])
    func end(zone: Zone) async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile + "\nsurplus: { mode: manual }\n")
            let witness = try await scene.broker.watch("#")
            defer { witness.stop() }
            let environment = ["STATE_DIRECTORY": scene.states, "TZ": zone.name]
            try await withProgram(["run", "--config", file], environment: environment) { _ in
                try await witness.anyValue("current_limit")
                let end = Date(timeIntervalSinceNow: 3 * 3600)
                let minutes = (Int(end.timeIntervalSince1970) + zone.secondsEast) / 60 % 1440
                let words = String(format: "%02d:%02d", minutes / 60, minutes % 60)
                try await scene.broker.publish("\(Scene.root)/mode/set", "full until \(words)")
                let said = try await witness.message {
                    $0.topic == "\(Scene.root)/mode/until" && $0.text.hasPrefix("20")
                }
                let until = try #require(try? Date(said.text, strategy: .iso8601), "\(said.text)")
                #expect((0..<60).contains(end.timeIntervalSince(until)), "\(said.text), not \(end)")
            }
        }
    }
}
