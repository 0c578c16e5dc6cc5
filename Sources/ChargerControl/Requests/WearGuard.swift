// SPDX-License-Identifier: MIT
/// Keeps the rule that spares the charger's settings memory: one for whoever asks.
struct WearGuard: Sendable {
    /// What kind of write is asked for, the least urgent first.
    enum Direction: Sendable, Comparable {
        case raising
        case lowering
        /// Lowering because something is wrong: never held back.
        case loweringForSafety
    }

    /// Whether a write may go out now.
    enum Verdict: Sendable, Hashable {
        case now
        case wait(reason: String, until: Duration)
    }

    private let rule: WearRule
    /// Writes that could follow at once, never below zero: lowering that could not wait must not keep the
    /// wish that comes after it waiting for minutes.
    private var tokens: Double
    private var refilledAt: Duration
    private var lastWrite: Duration?
    /// Writes of the last 24 hours on the clock that never jumps; those of before the start have an age below zero.
    private var recent: [Duration]
    /// Those of them that automatic control made.
    private var recentAutomatic: [Duration] = []
    private(set) var lifetime: Int

    /// Goes on from what was kept; two writes to begin with when nothing could be read.
    init(rule: WearRule, kept: KeptWear?, isFirstStart: Bool, at now: Moment) {
        self.rule = rule
        refilledAt = now.uptime
        guard let kept, kept.tokens.isFinite else {
            tokens = isFirstStart ? Double(rule.burst) : Double(min(2, rule.burst))
            recent = []
            lifetime = kept?.lifetime ?? 0
            return
        }
        lifetime = max(0, kept.lifetime)
        // A calendar set back while the program was down must not age the writes; one set forward may.
        let away = max(0, now.unixMilliseconds.clampedDifference(from: kept.savedAt))
        tokens = min(max(kept.tokens, 0), Double(rule.burst))
        func times(_ writes: [Int64]) -> [Duration] {
            writes.suffix(Self.mostRemembered(rule)).map { written in
                let age = max(0, kept.savedAt.clampedDifference(from: written)).addingCapped(away)
                return now.uptime - .milliseconds(min(age, Self.longestAge))
            }.sorted()
        }
        recent = times(kept.recentWrites)
        recentAutomatic = times(kept.automaticWrites)
        refill(at: now.uptime, extra: .milliseconds(away))
        forgetOld(at: now.uptime)
    }

    /// Says whether a write may go out.
    /// - Parameters:
    ///   - direction: what kind of write it is.
    ///   - isAutomatic: whether automatic control asks for it, which has a budget of its own.
    ///   - now: the time.
    mutating func verdict(_ direction: Direction, isAutomatic: Bool = false, at now: Duration) -> Verdict {
        refill(at: now)
        forgetOld(at: now)
        if direction == .loweringForSafety { return .now }
        if isAutomatic, recentAutomatic.count >= rule.dailyBudget {
            let oldest =
                rule.dailyBudget > 0 ? recentAutomatic[recentAutomatic.count - rule.dailyBudget] : now
            return .wait(
                reason: "automatic control has used its \(rule.dailyBudget) changes of 24 hours",
                until: oldest + WearRule.day)
        }
        switch direction {
        case .loweringForSafety:
            return .now
        case .lowering:
            let soonest = lastWrite.map { $0 + WearRule.lowestPace } ?? now
            if tokens >= 1 || rule.interval == .zero || now >= soonest { return .now }
            return .wait(reason: "changes are this many: they go out one after another", until: soonest)
        case .raising:
            if recent.count >= rule.dailyMaximum {
                let until = recent[recent.count - rule.dailyMaximum] + WearRule.day
                return .wait(
                    reason:
                        "\(recent.count) changes in 24 hours; more would wear the charger's settings memory out",
                    until: until)
            }
            let needed = Double(rule.reserve + 1)
            if tokens >= needed || rule.interval == .zero { return .now }
            return .wait(
                reason: "many changes at once; the charger's settings memory is spared",
                until: now + rule.interval * (needed - tokens))
        }
    }

    /// Counts a write that goes out now.
    /// - Parameters:
    ///   - isAutomatic: whether automatic control made it.
    ///   - now: the time.
    mutating func spend(isAutomatic: Bool = false, at now: Duration) {
        refill(at: now)
        tokens = max(tokens - 1, 0)
        lastWrite = now
        recent.append(now)
        if recent.count > Self.mostRemembered(rule) { recent.removeFirst() }
        if isAutomatic { recentAutomatic.append(now) }
        let (sum, overflow) = lifetime.addingReportingOverflow(1)
        lifetime = overflow ? lifetime : sum
    }

    /// Writes in the last 24 hours.
    mutating func writesToday(at now: Duration) -> Int {
        forgetOld(at: now)
        return recent.count
    }

    /// Writes of automatic control in the last 24 hours.
    mutating func automaticWritesToday(at now: Duration) -> Int {
        forgetOld(at: now)
        return recentAutomatic.count
    }

    /// Whether raising is stopped by the daily maximum.
    mutating func isExhausted(at now: Duration) -> Bool { writesToday(at: now) >= rule.dailyMaximum }

    /// What to keep on disk.
    func kept(at now: Moment) -> KeptWear {
        func dates(_ writes: [Duration]) -> [Int64] {
            writes.map { now.unixMilliseconds - Int64((now.uptime - $0) / .milliseconds(1)) }
        }
        return KeptWear(
            tokens: tokens, savedAt: now.unixMilliseconds, recentWrites: dates(recent),
            automaticWrites: dates(recentAutomatic), lifetime: lifetime)
    }

    private mutating func refill(at now: Duration, extra: Duration = .zero) {
        guard rule.interval > .zero else {
            tokens = Double(rule.burst)
            return
        }
        let elapsed = max(.zero, now - refilledAt) + extra
        refilledAt = max(now, refilledAt)
        tokens = min(tokens + elapsed / rule.interval, Double(rule.burst))
    }

    private mutating func forgetOld(at now: Duration) {
        for list in [\WearGuard.recent, \.recentAutomatic] {
            let first = self[keyPath: list].firstIndex { now - $0 < WearRule.day }
            self[keyPath: list].removeFirst(first ?? self[keyPath: list].count)
        }
    }

    /// Far more than counts, in milliseconds: a file may say anything.
    private static let longestAge: Int64 = 10 * 86_400_000

    /// Lowering is never refused, so the list may grow past the daily maximum; but not for ever.
    private static func mostRemembered(_ rule: WearRule) -> Int { rule.dailyMaximum + 300 }
}

extension Int64 {
    /// The difference, held at the ends of the range.
    fileprivate func clampedDifference(from other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (self < other ? .min : .max) : difference
    }

    /// The sum of two numbers that are not negative, held within what a `Duration` can carry.
    fileprivate func addingCapped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
