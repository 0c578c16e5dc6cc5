// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
import ChargerSimulator

/// What goes wrong with one charger when: storms of troubles, and calm between them.
struct Weather {
    private(set) var active: [(trouble: Trouble, until: Duration)] = []
    private var isStorm = false
    /// The first hour has a storm too, for the memory to be compared with.
    private var turnsAt = Duration.seconds(300)
    private var nextTrouble = Duration.zero
    private(set) var calmSince = Duration.zero
    var nextFlap: Duration?

    /// A calm that has not come yet.
    private static let never = Duration.seconds(1_000_000_000)

    var isPortMissing: Bool { active.contains { $0.trouble == .portLost } }

    var nextEvent: Duration {
        var next = isStorm ? min(turnsAt, nextTrouble) : turnsAt
        for (_, until) in active { next = min(next, until) }
        return nextFlap.map { min(next, $0) } ?? next
    }

    enum Change {
        case begin(Trouble, Duration)
        case end(Trouble)
        case clearUp
    }

    /// What changes now.
    mutating func changes(at now: Duration, using random: inout SeededRandom) -> [Change] {
        var changes: [Change] = active.filter { $0.until <= now }.map { .end($0.trouble) }
        active.removeAll { $0.until <= now }
        if now >= turnsAt {
            isStorm.toggle()
            turnsAt = now + random.time(isStorm ? 600 : 900, 3600)
            nextTrouble = now + random.wait(60)
            if !isStorm { changes.append(.clearUp) }
        }
        if isStorm, now >= nextTrouble {
            nextTrouble = now + random.wait(90)
            if let (trouble, length) = choose(at: now, using: &random) {
                changes.append(.begin(trouble, length))
            }
        }
        if isStorm || !active.isEmpty {
            calmSince = Self.never
        } else if !changes.isEmpty {
            calmSince = now
        }
        return changes
    }

    /// Ends the storm for good, as at the end of all.
    mutating func endStorm(at now: Duration) {
        isStorm = true
        turnsAt = now
        // A silence that has begun can't be cut short.
        active = active.map { ($0.trouble, $0.trouble == .silence ? $0.until : now) }
    }

    mutating func stayCalm() { turnsAt = Self.never }

    private mutating func choose(at now: Duration, using random: inout SeededRandom) -> (Trouble, Duration)? {
        let hat = Trouble.allCases.flatMap { repeatElement($0, count: $0.weight) }
        guard let trouble = hat.randomElement(using: &random),
            !active.contains(where: { $0.trouble == trouble })
        else { return nil }
        guard let (shortest, longest) = trouble.length else { return (trouble, .zero) }
        let length = random.time(shortest, longest)
        active.append((trouble, now + length))
        return (trouble, length)
    }
}

extension Soak {
    private static let portMissing = LinkError(
        .noSuchPort, linkName: "in-memory", words: "there is no port in-memory: plug the adapter in")

    func refuseOpening(_ index: Int, _ isRefused: Bool) {
        guard let link = life?.parts[index].link else { return }
        link.refuseOpening(isRefused ? Self.portMissing : nil)
        if isRefused { link.hangUp() }
    }

    /// An app's change there may count or not, which this soak does not reckon.
    private func isLapsingAndSunny(_ index: Int) -> Bool {
        stands[index].roof != nil && stands[index].site.settings.register == .volatile
    }

    /// Lets troubles of one charger begin and end.
    func changeWeather(_ index: Int) {
        guard weather[index].nextEvent <= now else { return }
        if let flap = weather[index].nextFlap, flap <= now {
            life?.parts[index].link.hangUp()
            weather[index].nextFlap = now + random.time(0.3, 15)
        }
        for change in weather[index].changes(at: now, using: &random) {
            switch change {
            case .begin(.appChange, _) where staysOutOfTheSun(index) || isLapsingAndSunny(index): break
            case .begin(let trouble, let length):
                ledger.count("fault: \(trouble.rawValue)")
                stands[index].begin(trouble, for: length, at: now, using: &random)
                if trouble == .portLost { refuseOpening(index, true) }
                if trouble == .portFlaps { weather[index].nextFlap = now }
                expectations[index] = nil
            case .end(let trouble):
                stands[index].end(trouble, at: now)
                if trouble == .portLost { refuseOpening(index, false) }
                if trouble == .portFlaps { weather[index].nextFlap = nil }
            case .clearUp: stands[index].forgetFaults()
            }
        }
        settle()
    }
}
