// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Testing

@Suite("Quantities")
struct QuantityTests {
    @Test(
        "Numbers are printed as Python printed them",
        arguments: [
            (9000, 3, "9.0"), (13_210, 3, "13.21"), (9034, 3, "9.034"), (0, 3, "0.0"), (5, 3, "0.005"),
            (-5, 1, "-0.5"), (-100, 3, "-0.1"), (75, 1, "7.5"), (300, 1, "30.0"), (2150, 2, "21.5"),
            (-1, 2, "-0.01"), (100, 2, "1.0"), (Int.max, 3, "9223372036854775.807"),
            (Int.min, 3, "-9223372036854775.808"), (7, 9, "0.000000007"),
        ])
    func decimals(scaled: Int, places: Int, text: String) {
        #expect(decimalText(scaled, places: places) == text)
    }

    @Test(
        "A limit is rounded to a tenth and held within its register",
        arguments: [
            (12.34, 123), (12.35, 124), (0.04, 0), (-3, 0), (6553.4, 65_534), (6553.5, 65_534),
            (1e300, 65_534),
        ] as [(Double, Int)])
    func limits(amperes: Double, deciamperes: Int) {
        #expect(CurrentLimit(amperes: amperes)?.deciamperes == deciamperes)
    }

    @Test("A limit that is not finite is none", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(amperes: Double) { #expect(CurrentLimit(amperes: amperes) == nil) }

    @Test(
        "A limit read from a damaged file is held within its register",
        arguments: [(-5, 0), (Int.max, 65_534), (75, 75)])
    func decoded(stored: Int, deciamperes: Int) throws {
        let data = Data(#"{"deciamperes":\#(stored)}"#.utf8)
        #expect(try JSONDecoder().decode(CurrentLimit.self, from: data).deciamperes == deciamperes)
    }

    @Test("A limit reads with its unit") func words() {
        #expect("\(CurrentLimit(deciamperes: 75))" == "7.5 A")
    }

    @Test("Power is the product, and none without both")
    func power() {
        var values = CurrentValues()
        values.voltage = Millivolts(13_200)
        values.current = Milliamperes(9_000)
        #expect(values.milliwatts == 118_800)
        values.current = nil
        #expect(values.milliwatts == nil)
    }
}
