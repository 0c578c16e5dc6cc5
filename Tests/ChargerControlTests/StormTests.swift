// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Whatever happens in whatever order")
struct StormTests {
    @Test("No rule is broken, and after the storm every request has its one outcome", arguments: 0..<40)
    func storm(batch: Int) {
        for number in 0..<25 {
            let seed = UInt64(batch * 25 + number)
            var storm = Storm(seed: seed)
            for _ in 0..<60 { storm.step() }
            storm.calm()
            Self.judgeEnd(&storm)
            #expect(storm.violations.isEmpty, "seed \(seed)")
        }
    }

    @Test("So it is with the register that lapses, whatever may speak against it", arguments: 0..<40)
    func volatileStorm(batch: Int) {
        for number in 0..<25 {
            let seed = UInt64(batch * 25 + number)
            var storm = Storm(seed: seed, register: .volatile)
            for _ in 0..<60 { storm.step() }
            storm.calm()
            Self.judgeEnd(&storm)
            #expect(storm.violations.isEmpty, "seed \(seed)")
        }
    }

    @Test("So it is with requests for the low-current mode in between", arguments: 0..<40)
    func lowCurrentStorm(batch: Int) {
        for number in 0..<25 {
            let seed = UInt64(batch * 25 + number)
            var storm = Storm(seed: seed, asksForLowCurrent: true)
            for _ in 0..<60 { storm.step() }
            storm.calm()
            Self.judgeEnd(&storm)
            #expect(storm.violations.isEmpty, "seed \(seed)")
        }
    }

    private static func judgeEnd(_ storm: inout Storm) {
        let snapshot = storm.bench.snapshot
        let isExhausted = snapshot.wear.isExhausted
        let ended = Set(storm.bench.outcomes.map(\.id))
        let left = Set(storm.bench.reports.map(\.id)).subtracting(ended)
        if left.count > (isExhausted ? 1 : 0) { storm.violate("requests \(left) never ended") }
        guard let bounds = snapshot.bounds else { return storm.violate("no bounds") }
        let held = CurrentLimit(deciamperes: storm.bench.device.effective)
        if storm.bench.device.limit > bounds.upper.deciamperes {
            storm.violate("\(held) in force, above \(bounds.upper)")
        }
        if let wish = snapshot.wish, !isExhausted, held != wish {
            let clamped = min(max(wish, bounds.lower), bounds.upper)
            if held != clamped { storm.violate("\(held) in force, not \(wish)") }
        }
        if let kept = storm.bench.disk, kept.count > 12_000 { storm.violate("\(kept.count) bytes to keep") }
    }
}
