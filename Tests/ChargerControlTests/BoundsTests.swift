// SPDX-License-Identifier: MIT
import ChargerControl
import Testing

@Suite("Between which currents the limit can be set")
struct BoundsTests {
    struct Case: Sendable {
        var maximum: Int?
        var minimum: Int?
        var own: (lower: Double?, upper: Double?)
        var expected: (lower: Int, upper: Int)?
    }

    @Test(
        "The charger, its register and the owner's settings make the bounds",
        arguments: [
            // 0xA320 12|15, 0xA322 12|20, 0xA324 12|30, 0xA326 24|8, 0xA328 24|12, 0xA32A 24|16, 0xA30A 12|25.
            Case(maximum: 150, own: (nil, nil), expected: (38, 150)),
            Case(maximum: 200, own: (nil, nil), expected: (50, 200)),
            Case(maximum: 300, own: (nil, nil), expected: (75, 300)),
            Case(maximum: 80, own: (nil, nil), expected: (20, 80)),
            Case(maximum: 120, own: (nil, nil), expected: (30, 120)),
            Case(maximum: 160, own: (nil, nil), expected: (40, 160)),
            Case(maximum: 250, own: (nil, nil), expected: (63, 250)),
            // The register outranks the quarter.
            Case(maximum: 300, minimum: 60, own: (nil, nil), expected: (60, 300)),
            Case(maximum: 300, minimum: 0, own: (nil, nil), expected: (0, 300)),
            Case(maximum: 300, minimum: 400, own: (nil, nil), expected: (300, 300)),
            // The owner's bounds lie within the charger's.
            Case(maximum: 300, own: (10, 20), expected: (100, 200)),
            Case(maximum: 300, own: (2, 40), expected: (75, 300)),
            Case(maximum: 300, own: (40, nil), expected: (300, 300)),
            Case(maximum: 300, own: (nil, 5), expected: (75, 75)),
            // An upper bound holds before a lower one.
            Case(maximum: 300, own: (20, 15), expected: (150, 150)),
            // Unknown charger.
            Case(maximum: nil, own: (nil, nil), expected: nil),
            Case(maximum: 0, own: (nil, nil), expected: nil),
            Case(maximum: nil, own: (nil, 16), expected: (40, 160)),
        ])
    func bounds(of row: Case) {
        let identity = ChargerIdentity(
            productID: 0xA330, model: "", maximum: row.maximum.map { CurrentLimit(deciamperes: $0) },
            minimum: row.minimum.map { CurrentLimit(deciamperes: $0) })
        let bounds = LimitBounds(identity: identity, settings: .bounds(row.own.lower, row.own.upper))
        #expect(bounds?.lower.deciamperes == row.expected?.lower)
        #expect(bounds?.upper.deciamperes == row.expected?.upper)
    }

    @Test(
        "A wish outside the bounds is clamped, and the outcome says so",
        arguments: [
            (2.0, nil, 7.5, "lowest this charger"), (0.01, nil, 7.5, "lowest this charger"),
            (31, nil, 30, "charger's maximum"), (60, nil, 30, "charger's maximum"),
            (25, 20, 20, "limit.max"), (60, 20, 20, "limit.max"), (9, 5, 7.5, "lowest this charger"),
        ] as [(Double, Double?, Double, String)])
    func clamps(asked: Double, ownMaximum: Double?, expected: Double, reason: String) {
        var bench = Bench.ready(holding: 7.9, settings: .bounds(nil, ownMaximum))
        bench.request(asked)
        bench.run(.seconds(5))
        #expect(bench.held == expected)
        #expect(bench.last?.outcome == .acknowledged)
        #expect(bench.last?.reason?.contains("clamped") == true)
        #expect(bench.last?.reason?.contains(reason) == true)
        #expect(bench.last?.inForce?.amperes == expected)
    }

    @Test("A wish below limit.min is clamped up to it")
    func ownMinimum() {
        var bench = Bench.ready(holding: 20, settings: .bounds(12, nil))
        bench.request(8)
        bench.run(.seconds(5))
        #expect(bench.held == 12)
        #expect(bench.last?.reason?.contains("limit.min") == true)
    }

    @Test("More than twice the maximum is refused, also when the charger becomes known only afterwards")
    func mistakes() {
        var bench = Bench(holding: 10)
        bench.send(.brokerStands)
        bench.request(61)
        #expect(bench.outcomes.isEmpty)
        bench.run(.seconds(20))
        #expect(bench.outcomes.map(\.outcome) == [.refused])
        #expect(bench.writes.isEmpty)
        #expect(bench.wish == nil)
    }

    @Test("A charger whose maximum nobody knows is not written to, and the reason names the way out")
    func unknownMaximum() {
        var bench = Bench(holding: 10)
        bench.identity.maximum = nil
        bench.identity.minimum = nil
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(12)
        bench.run(.seconds(5))
        #expect(bench.last?.outcome == .refused)
        #expect(bench.last?.reason?.contains("limit.max") == true)
        #expect(bench.writes.isEmpty)
    }
}
