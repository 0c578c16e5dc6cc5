// SPDX-License-Identifier: MIT
import Logging
import Testing

@testable import chargebridge

@Suite("The log's lines")
struct LogTests {
    @Test(
        "The journal gets the priority first",
        arguments: [
            (.trace, "<7>"), (.debug, "<7>"), (.info, "<6>"), (.notice, "<5>"), (.warning, "<4>"),
            (.error, "<3>"), (.critical, "<2>"),
        ] as [(Logger.Level, String)])
    func priorities(level: Logger.Level, prefix: String) {
        #expect(LogLine(level, "text").forJournal == prefix + "text")
    }

    @Test("The charger stands in front; other metadata is for errors only")
    func metadata() {
        let metadata: Logger.Metadata = ["charger": "boat", "b": "2", "a": "1"]
        #expect(LogLine(.info, "text", metadata: metadata).text == "boat: text")
        #expect(LogLine(.error, "text", metadata: metadata).text == "boat: text (a=1, b=2)")
    }

    @Test("What someone else said can't begin a line of its own, nor drive a terminal")
    func controls() {
        #expect(LogLine(.info, "a\nb\r\u{1B}[2Jc\u{9B}d\u{0}").text == "a b  [2Jc d ")
    }

    @Test("For people the text begins in one column, whatever the level", arguments: Logger.Level.allCases)
    func column(level: Logger.Level) {
        let line = LogLine(level, "text").forPeople(at: 1_795_375_684)
        #expect(line.count == 19 + 1 + 8 + 1 + 4)
        #expect(line.hasSuffix(" text"))
    }
}

@Suite("What the log leaves out")
struct LogRepeatsTests {
    private var repeats = LogRepeats()

    /// How often each of some lines is written when all of them come once a second.
    private mutating func written(_ texts: [String], level: Logger.Level = .warning, seconds: Int) -> Int {
        var count = 0
        for second in 0..<seconds {
            for text in texts where repeats.judge(LogLine(level, text), at: .seconds(second)) != nil {
                count += 1
            }
        }
        return count
    }

    @Test("The same line again and again is written once a minute, then once in ten")
    mutating func same() {
        #expect(written(["no link"], seconds: 59) == 1)
        repeats = LogRepeats()
        #expect(written(["no link"], seconds: 3600) <= 11)
    }

    @Test("Two lines in turn, second by second, are a handful in an hour")
    mutating func flapping() {
        #expect(written(["open", "closed"], seconds: 10) == 10)
        repeats = LogRepeats()
        let inAnHour = written(["open", "closed"], seconds: 3600)
        #expect((20...22).contains(inAnHour))
    }

    @Test("What is different is written, and what changes seldom too")
    mutating func different() {
        #expect(written((0..<100).map { "request \($0)" }, seconds: 1) == 100)
        repeats = LogRepeats()
        let hours = (0..<48).filter { hour in
            repeats.judge(LogLine(.info, "connected"), at: .seconds(hour * 3600)) != nil
        }
        #expect(hours.count == 48)
    }

    @Test("What was left out is told with the next one")
    mutating func told() {
        let line = LogLine(.info, "open")
        #expect(repeats.judge(line, at: .seconds(0)) == "")
        #expect(repeats.judge(line, at: .seconds(1)) == nil)
        #expect(repeats.judge(line, at: .seconds(2)) == nil)
        #expect(repeats.judge(line, at: .seconds(61)) == " (2 more like this were not written)")
    }

    @Test("For finding faults everything is written")
    mutating func debug() {
        #expect(written(["not sent"], level: .debug, seconds: 100) == 100)
    }
}
