// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("A state file with absurd numbers")
struct DamagedStateTests {
    @Test("An impossible time of a write does not end the program")
    func damagedTimes() async {
        await #expect(processExitsWith: .success) {
            var state = KeptState.wishing(12)
            state.wear = KeptWear(
                tokens: 3, savedAt: 1_700_000_000_000, recentWrites: [1_699_999_999_000, .min], lifetime: 2)
            var bench = Bench(holding: 12, kept: state, isFirstStart: false)
            bench.save()
        }
    }

    @Test("Nor does an impossible hold of a limit set by hand")
    func damagedHold() async {
        await #expect(processExitsWith: .success) {
            var bench = Bench.controlled()
            bench.choose("full")
            bench.run(.seconds(5))
            bench.request(9)
            bench.run(.seconds(5))
            bench.saved?.control?.handLeft = .max
            bench.saved?.control?.handEnd = nil
            bench.restart()
            bench.save()
        }
    }
}
