// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("What the text of a request is read as")
struct PayloadTests {
    @Test(
        "A number of amperes is read as Python read it",
        arguments: [
            ("12.5", 12.5), (" 7 ", 7), ("+5", 5), ("1e1", 10), (".5", 0.5), ("10.", 10), ("\t9.0\r\n", 9),
            ("007", 7), ("1.5E+1", 15), ("-5", -5), ("-0", 0),
        ])
    func reads(text: String, amperes: Double) throws {
        #expect(try LimitPayload.amperes(Array(text.utf8)) == amperes)
    }

    @Test(
        "What is not a finite number is refused with words",
        arguments: [
            "abc", "", "   ", "nan", "inf", "infinity", "-inf", "1e999", "0x10", "0x1p3", "10,5", "12.5 A",
            "12 5",
            "++5", "+-5", "--5", "+", ".", "e5", "1e", "5\u{0}", "\u{0}", "½", "٣", "12.5\u{7f}", "1_000",
        ])
    func refuses(text: String) {
        let failure = #expect(throws: LimitPayload.Unreadable.self) {
            try LimitPayload.amperes(Array(text.utf8))
        }
        #expect(failure.map { !$0.reason.isEmpty } == true)
        #expect(failure.map { $0.shown.allSatisfy(\.isASCII) } == true)
    }

    @Test(
        "What is long or not text is refused and not repeated",
        arguments: [
            [UInt8](repeating: 0x31, count: 33), [0xFF, 0xFE, 0x00, 0x80], [UInt8](repeating: 0, count: 8),
        ])
    func refusesUnread(bytes: [UInt8]) {
        let failure = #expect(throws: LimitPayload.Unreadable.self) { try LimitPayload.amperes(bytes) }
        #expect(failure?.shown == "\(bytes.count) bytes")
    }

    @Test(
        "A command that can't be is refused, nothing reaches the charger, and the next good one works",
        arguments: [
            "abc", "", "   ", "-5", "0", "-0", "nan", "inf", "infinity", "1e9", "1e999", "125", "60.1",
            "0x10",
            "10,5", "12.5 A", "\u{0}", String(repeating: "x", count: 40), "-1e-9", "0.0",
        ])
    func nothingReachesTheCharger(text: String) throws {
        var bench = Bench.ready(holding: 10)
        let reads = bench.reports.count
        bench.command(text)
        bench.run(.seconds(5))
        let told = bench.reports.dropFirst(reads)
        #expect(told.map(\.outcome) == [.refused])
        #expect(told.first?.reason?.isEmpty == false)
        #expect(told.first?.inForce == CurrentLimit(deciamperes: 100))
        #expect(bench.writes.isEmpty)

        bench.command("12.5")
        bench.run(.seconds(5))
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.held == 12.5)
    }

    @Test("A refused command leaves the one that waits alone")
    func waitingStays() {
        var bench = Bench.ready(holding: 10)
        bench.device.isOn = false
        bench.run(.seconds(15))
        bench.command("20")
        bench.command("junk")
        bench.device.isOn = true
        bench.run(.seconds(30))
        #expect(bench.held == 20)
        #expect(bench.outcomes.map(\.outcome) == [.refused, .acknowledged])
    }
}
