// SPDX-License-Identifier: MIT
/// What is printed at the end.
extension Soak {
    /// The whole time, a while without faults at its end, and a clean stop.
    func runToTheEnd(_ time: Duration) {
        run(until: max(time - .seconds(1200), .seconds(60)))
        comeToRest()
        run(until: max(time, now + .seconds(1200)))
        memory.append(Memory(at: now))
        end(killed: false)
        for index in stands.indices {
            outcomes[index].finish(site: stands[index].site.name, asked: asked[index], &ledger)
        }
    }

    func table(days: Double, seed: UInt64, wall: Duration) -> String {
        var lines = [
            "simulated: \(days) days, \(stands.count) chargers, seed \(seed); wall time: \(wall)", "",
            "events",
        ]
        for (event, count) in allEvents.sorted(by: { $0.key < $1.key }) {
            lines.append(row(event, "\(count)"))
        }
        lines += ["", row("checks", "made", "failed")]
        for check in Ledger.Check.allCases {
            let figures = ledger.figures(check)
            lines.append(row(check.rawValue, "\(figures.checks)", "\(figures.failures)"))
        }
        lines += ["", row("memory in kB, the soak's own included", "private dirty", "anonymous", "in use")]
        lines += memoryRows
        if ledger.failed > 0 { lines += ["", "VIOLATIONS (seed \(seed)): \(ledger.failed)"] }
        lines += ledger.violations.map { "at \($0.at): \($0.check.rawValue): \($0.words)" }
        return lines.joined(separator: "\n")
    }

    private var allEvents: [String: Int] {
        var events = ledger.events
        for stand in stands {
            events["blocks let through by their sum", default: 0] += stand.witness.blocksLetThrough
            events["frames let through by their check", default: 0] += stand.witness.framesLetThrough
            events["pieces damaged on the way to the program", default: 0] += stand.toProgram.damagedPieces
            events["pieces damaged on the way to the charger", default: 0] += stand.toCharger.damagedPieces
        }
        return events
    }

    private var memoryRows: [String] {
        let first = zip(Self.marks, memory.dropLast()).map { hour, memory in
            row("after \(hour) h", "\(memory.privateDirty)", "\(memory.anonymous)", "\(memory.inUse)")
        }
        guard let last = memory.last else { return first }
        return first + [row("at the end", "\(last.privateDirty)", "\(last.anonymous)", "\(last.inUse)")]
    }

    private func row(_ cells: String...) -> String {
        let first = cells[0] + String(repeating: " ", count: max(1, 58 - cells[0].count))
        let rest = cells.dropFirst().map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
        return "  " + first + rest.joined()
    }
}
