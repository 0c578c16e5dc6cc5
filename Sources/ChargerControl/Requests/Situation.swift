// SPDX-License-Identifier: MIT
/// What a decision has to wait for: the charger, the broker, the calm after a start or a silence.
struct Situation: Sendable {
    /// The retained command comes with the subscription; a little later it can be said that there is none.
    static let calmAfterSubscription: Duration = .seconds(2)
    /// How long a start waits for a broker before the wish that was kept is raised without it.
    static let patienceWithoutBroker: Duration = .seconds(60)
    /// A charger that comes back is left alone this long, as the Python script did.
    static let calmAfterSilence: Duration = .seconds(10)

    /// Between two tries of a lowering that fails.
    static let calmAfterFailure: Duration = .seconds(10)
    static let longestCalmAfterFailure: Duration = .seconds(600)

    struct Hold: Sendable {
        var reason: String
        var until: Duration
    }

    let startedAt: Duration
    var brokerStoodAt: Duration?
    /// Whether the limit was read since the start or the last silence.
    var isReconciled = false
    /// Whether the charger said who it is since the start or the last silence: it may be another one.
    var isIdentified = false
    /// What has failed, and when it is tried again.
    private var retry: (direction: WearGuard.Direction, at: Duration)?
    private var failures = 0
    private(set) var speaks = false
    private(set) var silence = "the charger has not been heard yet"
    private var lastHeard: Duration?
    private var hasSpokenBefore = false
    private var returnedAt: Duration?

    init(startedAt: Duration) { self.startedAt = startedAt }

    /// The charger is heard.
    mutating func speaks(at now: Duration) {
        lastHeard = now
        guard !speaks else { return }
        if hasSpokenBefore { returnedAt = now }
        speaks = true
        hasSpokenBefore = true
    }

    /// Nothing is heard any more.
    mutating func falls(silent reason: String) {
        speaks = false
        silence = reason
        isReconciled = false
        isIdentified = false
        returnedAt = nil
    }

    /// A change has failed: it is tried again soon, and less and less often unless it is for safety, since
    /// a charger that declines may wear its memory with each try.
    mutating func failed(_ direction: WearGuard.Direction, at now: Duration) {
        let rarer = min(Self.calmAfterFailure * (1 << failures), Self.longestCalmAfterFailure)
        retry = (direction, now + (direction == .loweringForSafety ? Self.calmAfterFailure : rarer))
        failures = min(failures + 1, 6)
    }

    /// What failed has come true, or is not wished any more.
    mutating func isSettled() {
        retry = nil
        failures = 0
    }

    /// Whether a lowering has failed and has not come true yet.
    var isLoweringOverdue: Bool { retry.map { $0.direction != .raising } ?? false }

    /// Whether anything was heard after a time.
    func heard(since time: Duration) -> Bool { lastHeard.map { $0 > time } ?? false }

    /// What holds back a wish that nobody voiced just now.
    func startHold(at now: Duration) -> Hold? {
        if let stood = brokerStoodAt {
            let until = stood + Self.calmAfterSubscription
            return now >= until
                ? nil : Hold(reason: "a retained command may still come from the broker", until: until)
        }
        let until = startedAt + Self.patienceWithoutBroker
        return now >= until
            ? nil : Hold(reason: "the broker is not connected; it may hold a newer command", until: until)
    }

    /// What holds back a change.
    func hold(_ source: RequestSource, _ direction: WearGuard.Direction, at now: Duration) -> Hold? {
        // What is more urgent than what failed does not wait for it.
        if let retry, now < retry.at, direction <= retry.direction {
            return Hold(reason: "the last try failed", until: retry.at)
        }
        if direction == .raising, !source.isFresh, let hold = startHold(at: now) { return hold }
        let needsCalm = direction == .raising || direction == .lowering && source == .kept
        if let returnedAt, needsCalm, now < returnedAt + Self.calmAfterSilence {
            return Hold(reason: "the charger has just come back", until: returnedAt + Self.calmAfterSilence)
        }
        return nil
    }
}
