// SPDX-License-Identifier: MIT
/// What is known of the register that lapses, what stands in it, and whether it may be used.
struct VolatileLimit: Sendable {
    /// Between two renewals; the charger forgets the limit after some 50 s.
    static let renewal: Duration = .seconds(20)
    /// How long a charger is listened to before its register is used; a member of a network says so in less.
    static let listening: Duration = .seconds(3)
    /// How soon a renewal may follow another one.
    static let pause: Duration = .seconds(5)

    /// What the charger last said of register 0x2015.
    enum Register: Sendable, Hashable {
        case unknown
        case nothing
        case holds(CurrentLimit)
    }

    enum Readiness: Sendable, Hashable {
        case ready
        /// It is being found out; a matter of seconds.
        case notYet
        case no
    }

    struct Held: Sendable, Hashable {
        var limit: CurrentLimit
        /// When the charger last confirmed it.
        var at: Duration
        var renewAt: Duration
    }

    let isChosen: Bool
    private(set) var register = Register.unknown
    /// The limit that stands there and is renewed; nil while the register is not in use.
    private(set) var held: Held?
    /// Why it is not used any more.
    private(set) var givenUp: String?
    private(set) var writes = 0
    /// The program stops: what is to hold after it must not lapse.
    private var isSetAside = false
    private var heardSince: Duration?
    private var isModeKnown = false
    private var isUnderControl = false
    private var couldNotRead = false
    private var setPoint = SetPointWatch()
    private var obedience = Obedience()

    init(isChosen: Bool) { self.isChosen = isChosen }

    var status: VolatileStatus? {
        isChosen ? VolatileStatus(isInUse: held != nil, writes: writes, givenUp: givenUp) : nil
    }

    /// Whether nothing speaks against it for good.
    var isUsable: Bool { isChosen && givenUp == nil && !isSetAside }

    /// Whether a limit may be written to it.
    func readiness(at now: Duration) -> Readiness {
        guard isUsable else { return .no }
        if held != nil { return .ready }
        guard let heardSince, now - heardSince >= Self.listening else { return .notYet }
        guard isModeKnown else { return .no }
        return register != .unknown ? .ready : couldNotRead ? .no : .notYet
    }

    /// Whether what stands in it is to be written again.
    func isRenewalDue(at now: Duration) -> Bool { held.map { now >= $0.renewAt } ?? false }

    /// What stands there has to be looked at again soon: nobody renews it, so it lapses; or the charger did not say.
    var isUncertain: Bool {
        switch register {
        case .unknown: isChosen
        case .nothing: false
        case .holds: held == nil
        }
    }

    // MARK: From the charger

    /// The charger is heard again.
    mutating func speaks(at now: Duration) { heardSince = now }

    /// Nothing is heard any more: a charger that lost its power has forgotten all.
    mutating func fallsSilent() {
        register = .unknown
        held = nil
        heardSince = nil
        isModeKnown = false
        couldNotRead = false
        setPoint = SetPointWatch()
        obedience = Obedience()
    }

    mutating func isRead(_ limit: CurrentLimit?) {
        guard held == nil else { return }
        couldNotRead = false
        register = limit.map { .holds($0) } ?? .nothing
    }

    /// It could not be read.
    mutating func isNotRead(isRefused: Bool) {
        guard held == nil else { return }
        couldNotRead = true
        register = isRefused ? .nothing : .unknown
    }

    /// - Returns: why the register is not to be used, if this sign says so.
    mutating func take(_ sign: NetworkSign, at now: Duration) -> String? {
        switch sign {
        case .member: return "the charger is in a VE.Smart network"
        case .mode(isGovernedByOthers: true, _):
            return "another device governs the charger (register 0x200E)"
        case .mode(_, let isExternallyControlled):
            isModeKnown = true
            // As after a short loss of power: the limit is gone with the mode.
            if isUnderControl, !isExternallyControlled { renewSoon(at: now) }
            isUnderControl = isExternallyControlled
        case .voltageSetPoint(let value): setPoint.take(value, at: now)
        }
        return nil
    }

    /// - Returns: why the register is not to be used, if what the charger measures and does says so.
    mutating func look(at values: CurrentValues, at now: Duration) -> String? {
        setPoint.take(values.stage?.stage, at: now)
        if values.stage?.stage == .externalControl {
            return "the charger says that it is under external control"
        }
        guard let held else { return nil }
        if setPoint.hasChanged(at: now) { return "the charger's voltage set-point changed (register 0x2001)" }
        if obedience.isBroken(by: values.current, at: now) {
            return "\(values.current.map { "\(Double($0.rawValue) / 1000)" } ?? "more") A flow, though "
                + "\(held.limit) were confirmed"
        }
        return nil
    }

    // MARK: From the desk

    /// A write of it begins.
    mutating func begins() { writes &+= 1 }

    /// It was read back: the limit stands in it now.
    /// - Parameter before: what was in force until now.
    mutating func holds(_ limit: CurrentLimit, before: CurrentLimit, at now: Duration) {
        obedience.holds(limit, before: held?.limit ?? before, at: now)
        register = .holds(limit)
        held = Held(limit: limit, at: now, renewAt: now + Self.renewal)
    }

    /// Goes on with what stands in it already, written by this program's last life.
    mutating func takeOver(_ limit: CurrentLimit, before: CurrentLimit, at now: Duration) {
        holds(limit, before: before, at: now)
        held?.renewAt = now
    }

    /// The renewal was not heard; it is tried again soon.
    mutating func renewLater(at now: Duration) { held?.renewAt = now + Self.pause }

    /// The kept limit was read: one that is lower than what stands here will be written here too, so that
    /// raising that one again does not bring this one's back.
    mutating func follow(_ persistent: CurrentLimit, at now: Duration) {
        if let held, held.limit > persistent { renewSoon(at: now) }
    }

    private mutating func renewSoon(at now: Duration) {
        guard let held else { return }
        self.held?.renewAt = min(held.renewAt, max(now, held.at + Self.pause))
    }

    /// It is not used any more.
    mutating func giveUp(_ reason: String) {
        givenUp = reason
        held = nil
    }

    /// The program is about to stop.
    mutating func setAside() {
        isSetAside = true
        held = nil
    }
}
