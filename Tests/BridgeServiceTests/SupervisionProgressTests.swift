// SPDX-License-Identifier: MIT
import BridgeService
import ChargerControl
import Synchronization
import Testing

@Suite("Supervision: progress and words")
struct SupervisionProgressTests {
    private final class Count: Sendable {
        let value = Mutex<UInt64>(0)
        func grow() { value.withLock { $0 += 1 } }
    }

    @Test(
        "A part that stands still for longer than it may is named, until it moves again",
        arguments: [
            // Each look: m when the part has moved before it; s when it is found to stand still.
            (10, 30, "mm--m-", "..ss.s"), (30, 30, "mm--m-", "..ss.s"), (60, 30, "m--m---m", "..s..ss."),
            (150, 30, "m------m", ".....ss."),
        ] as [(Int, Int, String, String)])
    func looks(patience: Int, interval: Int, moves: String, expected: String) {
        let count = Count()
        var watch = ProgressWatch(
            [
                .init("always", patience: .zero) { UInt64.random(in: 0 ... .max) },
                .init("part", patience: .seconds(patience)) { count.value.withLock(\.self) },
            ], interval: .seconds(interval))
        let found = moves.map { move in
            if move == "m" { count.grow() }
            return watch.look() == ["part"] ? "s" : "."
        }
        #expect(found.joined() == expected)
    }

    @Test("The status names each charger, its limit or what is missing, and the broker")
    func words() {
        var line = StatusLine(names: ["house", "boat"])
        #expect(line.text == "house offline; boat offline; no connection to the broker")
        line.isBrokerConnected = true
        line.take(snapshot(isOnline: true, limit: CurrentLimit(deciamperes: 75)), of: "house")
        line.take(snapshot(isOnline: false, idleReason: "/dev/ttyUSB0 is not there"), of: "boat")
        #expect(
            line.text
                == "house online, 7.5 A in force; boat offline: /dev/ttyUSB0 is not there; broker connected")
        line.take(snapshot(isOnline: true, idleReason: "the battery is full: float"), of: "boat")
        #expect(line.text.contains("boat online, limit not known, the battery is full: float;"))
    }

    private func snapshot(
        isOnline: Bool, limit: CurrentLimit? = nil, idleReason: String? = nil
    ) -> ChargerSnapshot {
        var charger = Charger(settings: LimitSettings(), at: Moment(uptime: .zero, unixMilliseconds: 0))
        var snapshot = charger.snapshot(at: Moment(uptime: .zero, unixMilliseconds: 0))
        snapshot.isOnline = isOnline
        snapshot.limitInForce = limit
        snapshot.idleReason = idleReason
        return snapshot
    }
}
