// SPDX-License-Identifier: MIT
/// Where every request for a limit ends up.
///
/// It checks the request, lets it wait for its turn, approves the write and says how it ended. Deciding
/// only; the writing is the session's.
struct LimitDesk: Sendable {
    let settings: LimitSettings
    /// Nil until the charger is known.
    var bounds: LimitBounds?
    /// Whether the charger is known but nothing says how much it can do.
    var boundsAreMissing = false
    var wear: WearGuard
    /// Serial number of the charger that ``wear`` counts for; nil until one gave its own.
    var wearSerial: String?
    /// The wear of chargers that were on this link before, by serial number.
    var otherWear: [String: KeptWear]
    var retained: RetainedCommands
    var wish: Wish?
    /// The last wish that came true, to return to when a raise fails.
    var fallback: Wish?
    /// Whether a mode was chosen since the limit in force was last known.
    var isModeNewer: Bool
    /// The request that the wish belongs to, until it is written or ends.
    var open: RequestRecord?
    /// When what the open request waits for ends, if that is known.
    var waitEnds: Duration?
    var writing: Writing?
    /// What the charger last said to hold in the register that it keeps.
    var persistent: Confirmed?
    /// The register that lapses, where it is chosen.
    var volatile: VolatileLimit
    /// The number of the last write.
    var writeCount = 0
    /// A limit that the charger answered with another one; asking again would only wear its memory.
    var stubborn: Stubborn?
    var reading = Reading()
    /// When a write was last confirmed, and a limit read since that may have been said before it.
    var confirmedAt: Duration?
    var doubted: CurrentLimit?
    var requestCount: Int
    /// The number up to which numbers are used up when the process is killed: not each is saved.
    private var reservedCount: Int
    /// How often a person wished something, here or at the charger.
    var handWishes = 0
    var initial: Initial
    var situation: Situation
    /// Whether the program is stopping: nothing is begun any more.
    var isStopped = false
    /// What holds the limit down; nil when nothing does.
    var cap: Cap?
    /// Whether the absence of a cap means something yet.
    var capsAreReady = true
    var actions: [ChargerAction] = []
    /// Whether something was done since the last look that is to outlive the process.
    var mayHaveNews = false

    /// The longest a read limit counts as known without being read again before a decision.
    static let confirmationAge: Duration = .seconds(60)
    /// How long ago it must have been read at most to be raised for a wish that nobody voiced just now.
    static let raisingAge: Duration = .milliseconds(500)
    /// How often the limit is read back while nothing happens: often enough to keep it confirmed.
    static let readingInterval: Duration = .seconds(50)
    /// How often it is read while it is not certain, as one that nobody renews and that lapses.
    static let lapseInterval: Duration = .seconds(10)
    /// How long a lowering may take before it is shown as a problem, and between its tries.
    static let patience: Duration = .seconds(10)

    /// An answer may come so late that it is from before the last write.
    static let lateness: Duration = .seconds(15)

    /// How many numbers of requests are reserved at once.
    private static let reserve = 20

    /// A charger that speaks is heard more often than this.
    static let pause: Duration = .seconds(3)

    /// More amperes than any charger delivers, for refusing before the charger is known.
    static let beyondAnyCharger = 1000.0

    struct Confirmed: Sendable {
        var limit: CurrentLimit
        var at: Duration
    }

    struct Stubborn: Sendable, Hashable {
        var written: CurrentLimit
        var held: CurrentLimit
    }

    struct Writing: Sendable {
        var write: ApprovedWrite
        var record: RequestRecord?
        var wish: Wish?
        var clampReason: String?
        var isLowering: Bool
        /// Whether it is lowered because it must not be as high as it is.
        var isUrgent: Bool
        /// Whether another write must follow before the wish has come true.
        var isFirst = false
        /// Whether it only keeps what is in force from lapsing.
        var isRenewal = false
        /// Whether it is not sent again, since less is wanted by now.
        var isGivenUp = false
        /// Why it is not wanted any more, though it may come true yet.
        var withdrawn: String?
        /// The cap it was written under.
        var cap: CurrentLimit?
        var startedAt: Duration
    }

    struct Reading: Sendable {
        var isUnderWay = false
        var failures = 0
        var notBefore: Duration?
    }

    struct Initial: Sendable {
        var configured: CurrentLimit?
        var handled: CurrentLimit?
        var isPending: Bool
    }

    init(
        settings: LimitSettings, initial: CurrentLimit?, kept: KeptState?, isFirstStart: Bool, at now: Moment
    ) {
        self.settings = settings
        volatile = VolatileLimit(isChosen: settings.register == .volatile)
        wear = WearGuard(rule: settings.wear, kept: kept?.wear, isFirstStart: isFirstStart, at: now)
        wearSerial = kept?.wearSerial
        otherWear = kept?.otherWear ?? [:]
        retained = RetainedCommands(handled: kept?.handledRetained ?? [])
        // Whether what the sun gave arrived is not known: what is in force stands until it is decided anew.
        wish = kept?.wish.flatMap { $0.isOutdated ? nil : $0.asItCameTrue }
        fallback = wish.flatMap { $0.settled == nil ? kept?.fallback?.asItCameTrue : $0 }
        isModeNewer = kept?.isModeNewer ?? false
        requestCount = kept?.requestCount ?? 0
        reservedCount = requestCount
        let isNew = initial != nil && initial != kept?.initialLimit
        self.initial = Initial(configured: initial, handled: kept?.initialLimit, isPending: isNew)
        situation = Situation(startedAt: now.uptime)
        for var cut in kept?.openRequests ?? [] {
            cut.reason =
                "the program ended before it was done; "
                + (cut.subject == .limit ? "the limit is read again" : "it is not done again by itself")
            end(&cut, .interrupted, at: now)
        }
        if let wish, wish.settled == nil { open = newRecord(.kept, asked: wish.limit.decimalText, at: now) }
    }

    /// Whether the wish stands only until it is known what became of its write.
    var isWithdrawn: Bool { writing?.withdrawn != nil && open == nil && wish == writing?.wish }

    /// The actions decided since the last call.
    mutating func takeActions() -> [ChargerAction] {
        defer { actions = [] }
        return actions
    }

    /// Fills in what is to outlive the process.
    func keep(in state: inout KeptState, at now: Moment) {
        state.wish = isWithdrawn ? fallback : wish
        state.fallback = fallback
        state.isModeNewer = isModeNewer
        state.openRequests = [writing?.record, open].compactMap { $0 }
        state.handledRetained = retained.handled
        state.initialLimit = initial.handled
        state.wear = wear.kept(at: now)
        state.wearSerial = wearSerial
        state.otherWear = otherWear
        state.requestCount = isStopped ? requestCount : max(requestCount, reservedCount)
    }

    /// A number for a request, which no other ever has.
    mutating func nextNumber() -> Int {
        requestCount &+= 1
        if requestCount > reservedCount {
            reservedCount = min(requestCount, Int.max - Self.reserve) + Self.reserve
            mayHaveNews = true
        }
        return requestCount
    }

    /// The limit in force, while the charger's word for it is not too old.
    func limitShown(at now: Duration) -> CurrentLimit? {
        limitKnown.flatMap { now - $0.at < Self.readingInterval * 3 ? $0.limit : nil }
    }

    /// Why the limit is not as it should be; nil when it is.
    func problem(at now: Duration) -> String? {
        if let writing, writing.isLowering, now - writing.startedAt > Self.patience {
            return "lowering the limit to \(writing.write.limit) is not confirmed"
        }
        if situation.isLoweringOverdue { return "lowering the limit failed; it is tried again" }
        if let ceiling, let inForce, inForce.limit > ceiling.limit, writing == nil {
            return "the limit in force is \(inForce.limit), above the \(ceiling.limit) allowed"
        }
        return unmetCap ?? volatileProblem
    }

    /// Writes in the last 24 hours, and whether raising is stopped by their number.
    mutating func writesToday(at now: Duration) -> (count: Int, isExhausted: Bool) {
        (wear.writesToday(at: now), wear.isExhausted(at: now))
    }
}
