// SPDX-License-Identifier: MIT
/// What outlives the process: small, saved whole, one for each charger.
public struct KeptState: Sendable, Hashable, Codable {
    /// The last wish.
    public var wish: Wish?
    /// The last wish that came true, to return to when a raise fails.
    public var fallback: Wish?
    /// Whether a mode was chosen while the limit in force was not known, which it still is not.
    public var isModeNewer: Bool
    /// Requests that had not ended when this was saved: one being written, one waiting behind it.
    public var openRequests: [RequestRecord]
    /// Payloads of the command topic that were handled and may be replayed by the broker.
    public var handledRetained: [String]
    /// The `initial_current_limit` that was last made a wish of.
    public var initialLimit: CurrentLimit?
    /// The wear counters.
    public var wear: KeptWear?
    /// Serial number of the charger that ``wear`` counts for.
    public var wearSerial: String?
    /// The wear counters of chargers that were on this link before, by serial number.
    public var otherWear: [String: KeptWear]
    /// Energy and charge.
    public var totals: Totals
    /// The charger last seen, for its bounds and its Home Assistant device while it is off.
    public var identity: ChargerIdentity?
    /// Who decides the current, and what following the sun remembers.
    public var control: KeptControl?
    /// The number of the last request, or up to which none is to be given again.
    public var requestCount: Int

    /// Makes the state of a first start: nothing known, nothing wished.
    public init() {
        isModeNewer = false
        openRequests = []
        handledRetained = []
        otherWear = [:]
        totals = Totals()
        requestCount = 0
    }
}

extension KeptState {
    /// Whether it differs from an older one only in what is saved with the totals and at the end: those and times.
    func hasNoNews(since older: KeptState) -> Bool {
        var new = self
        new.totals = older.totals
        // Each write counts in `lifetime`.
        if new.wear?.lifetime == older.wear?.lifetime { new.wear = older.wear }
        new.control?.left = older.control?.left
        new.control?.handLeft = older.control?.handLeft
        new.control?.surplus = older.control?.surplus
        return new == older
    }
}

/// What the owner last wished the limit to be.
public struct Wish: Sendable, Hashable, Codable {
    /// The limit as asked for, before clamping.
    public var limit: CurrentLimit
    /// Who asked.
    public var source: RequestSource
    /// What the charger held when the wish came true; nil while it has not.
    public var settled: CurrentLimit?
    /// The cap that kept it lower then; nil when none did.
    public var capped: CurrentLimit?
    /// While it has not come true: the least the charger can hold if no other hand lowers it.
    public var least: CurrentLimit?
    /// What it held then, and what was written since: any other value below is another hand's.
    public var known: [CurrentLimit]?
    /// Whether a person voiced it and it has not come true yet: it stands against another hand that is found.
    public var isVoiced: Bool?
    /// Whether it had come true before and is due again.
    public var isRenewed: Bool?

    /// Makes a wish that has not come true yet.
    public init(limit: CurrentLimit, source: RequestSource, settled: CurrentLimit? = nil) {
        self.limit = limit
        self.source = source
        self.settled = settled
    }
}

extension Wish {
    /// Makes a wish that has come true due again, as when a cap comes or goes.
    mutating func isDueAgain() {
        isVoiced = nil
        isRenewed = true
        if let settled { isFound(settled) }
        settled = nil
    }

    /// Takes over what the charger is known to hold now.
    mutating func isFound(_ limit: CurrentLimit) {
        least = limit
        known = [limit]
    }

    /// What it wishes is in force, as far as the charger and a cap let it be.
    mutating func comesTrue(at limit: CurrentLimit, under cap: CurrentLimit?) {
        settled = limit
        capped = cap
        isRenewed = nil
    }

    /// Takes over what the charger can hold by the wish before and by a write under way.
    mutating func comes(after before: Wish?, writing: CurrentLimit?) {
        least = before.flatMap { $0.settled ?? $0.least }
        known = before.flatMap { $0.settled.map { [$0] } ?? $0.known }
        if let writing { isWritten(writing) }
    }

    /// No value that is found is another hand's.
    mutating func isCertain() { (least, known) = (nil, nil) }

    /// Whether the sun asked for it before a start and it never came true: there is another sun now.
    var isOutdated: Bool { !source.outlastsItsMoment && settled == nil }

    /// The wish after whatever held it down: what the sun gave before is not raised to again.
    var asItCameTrue: Wish {
        guard !source.outlastsItsMoment, let settled else { return self }
        return Wish(limit: settled, source: source, settled: settled)
    }

    /// A limit is on its way to the charger for this wish, and may arrive without being answered.
    mutating func isWritten(_ limit: CurrentLimit) {
        least = least.map { min($0, limit) }
        if let known, !known.contains(limit) { self.known = known + [limit] }
    }

    /// Whether a limit that is found can only be another hand's, which lowered it unseen.
    func isLoweredByAnother(_ limit: CurrentLimit) -> Bool {
        guard isVoiced != true, let least else { return false }
        guard let known, let first = known.first else { return limit < least }
        return limit < least || limit < first && !known.contains(limit)
    }
}

extension KeptState {
    private enum CodingKeys: String, CodingKey {
        case wish, fallback, isModeNewer, openRequests, handledRetained, initialLimit, wear, wearSerial,
            otherWear, totals
        case identity, control, requestCount
    }

    /// Reads what an older or newer version wrote: what is missing has its first value.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        wish = try values.decodeIfPresent(Wish.self, forKey: .wish)
        fallback = try values.decodeIfPresent(Wish.self, forKey: .fallback)
        isModeNewer = try values.decodeIfPresent(Bool.self, forKey: .isModeNewer) ?? false
        openRequests = try values.decodeIfPresent([RequestRecord].self, forKey: .openRequests) ?? []
        handledRetained = try values.decodeIfPresent([String].self, forKey: .handledRetained) ?? []
        initialLimit = try values.decodeIfPresent(CurrentLimit.self, forKey: .initialLimit)
        wear = try values.decodeIfPresent(KeptWear.self, forKey: .wear)
        otherWear = try values.decodeIfPresent([String: KeptWear].self, forKey: .otherWear) ?? [:]
        totals = try values.decodeIfPresent(Totals.self, forKey: .totals) ?? Totals()
        identity = try values.decodeIfPresent(ChargerIdentity.self, forKey: .identity)
        control = try values.decodeIfPresent(KeptControl.self, forKey: .control)
        wearSerial =
            try values.decodeIfPresent(String.self, forKey: .wearSerial) ?? identity?.serialNumber
        requestCount = max(0, try values.decodeIfPresent(Int.self, forKey: .requestCount) ?? 0)
    }
}
