// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSimulator

/// A charger on its wire, and what is known of it by this soak's own reckoning.
struct Stand {
    let site: Site
    var charger: SimulatedCharger
    var truth = Truth()
    var witness = Witness()
    var toProgram = Line()
    var toCharger = Line()
    var grants: Grants
    var wear: WearReckoning
    var modes = ModeReckoning()
    var roof: Roof?
    /// What the battery management system last said, 0.1 A, and when.
    var outsideCap: (limit: Int, at: Duration)?
    /// Whether there is mains at the socket, and since when at the charger.
    var hasMains = true
    private(set) var poweredSince = Duration.zero
    /// When two digits of a block could be wrong last.
    private(set) var twoWrongDigitsAt = Duration.zero
    /// What happened lately.
    private(set) var journal = Journal()
    /// Charge given so far, mAs, by the charger's own measurement.
    var coulombs = 0.0
    /// When the limit was last changed by anything but the bridge, and by the bridge.
    private(set) var changedAt = Duration.zero
    private(set) var writtenAt = Duration.zero
    /// When the bridge was last told the limit, and what it was told before.
    private var readAt = Duration.zero
    private var knownBefore = 0
    /// Whether an app has raised the limit since: what is raised in a silence, the bridge takes back.
    private var isRaisedByApp = false
    /// Between the last look at the limit and its raise.
    private static let instant: Duration = .milliseconds(700)
    /// Between a decision and the frame at the charger.
    private static let inFlight: Duration = .milliseconds(50)
    private static let limitRegister = Array("F0ED".utf8)
    private static let settings = [Array(":8F0ED00".utf8), Array(":8152000".utf8)]
    private var requestText: [UInt8] = []
    private var sentLines: [[UInt8]] = []
    private var countedTo = Duration.zero

    init(_ site: Site, seed: UInt64) {
        self.site = site
        var configuration = SimulatedCharger.Configuration(model: site.model)
        configuration.seed = seed
        // The text each second, what changes each second, and 1 in 200 of the small talk in between.
        configuration.timing.beat = .seconds(10)
        configuration.timing.pacing = .immediate
        configuration.rememberedRequests = 100
        if site.hasTemperature { configuration.battery.temperatureCelsius = 20 }
        charger = SimulatedCharger(configuration)
        grants = Grants(highest: charger.limit)
        wear = WearReckoning()
        if site.control != nil { roof = Roof() }
    }

    /// What the charger takes from the mains, in watts.
    var mainsWatts: Double {
        guard charger.isPowered else { return 0 }
        return Double(charger.number(0xED8D)) * Double(charger.number(0xED8C)) / 1e5 / 0.94
    }

    /// Gives the charger mains, or takes it away: the socket's and the plug's.
    mutating func switchMains(at now: Duration) {
        let isOn = hasMains && roof?.isPlugOn ?? true
        guard isOn != charger.isPowered else { return }
        if isOn { charger.powerOn() } else { charger.powerOff() }
        if isOn { poweredSince = now }
        note("mains \(isOn ? "on" : "off")", at: now)
        note(at: now)
    }

    var nextEvent: Duration { charger.nextEvent }

    /// Lets the charger live on.
    /// - Returns: what arrives at the program.
    mutating func advance(to now: Duration, using random: inout SeededRandom) -> [UInt8] {
        let sent = charger.advance(to: now)
        note(at: now)
        let arrived = toProgram.pass(sent, using: &random)
        if toProgram.faults.twoWrongDigits > 0 { twoWrongDigitsAt = now }
        guard !sent.isEmpty || !arrived.isEmpty else { return arrived }
        let (read, known) = (witness.limitsRead, witness.limitKnown)
        witness.take(sent: sent, arrived: arrived, at: now)
        if witness.limitsRead > read {
            grants.seen()
            readAt = now
            knownBefore = known ?? 0
        }
        return arrived
    }

    /// Notes what the charger has now.
    mutating func note(at now: Duration) {
        if let values = truth.latest {
            coulombs += Double(values.milliamperes) / 1000 * ((now - countedTo) / .seconds(1))
        }
        countedTo = now
        truth.note(Truth.Values(charger), at: now)
    }

    /// What the program sends, whole requests; what becomes of the limit is judged.
    mutating func receive(
        _ bytes: [UInt8], at now: Duration, using random: inout SeededRandom, _ ledger: inout Ledger
    ) {
        noteLines(bytes, at: now)
        let (before, writes) = (charger.limit, charger.nonVolatileWrites)
        let (lapsing, inForce) = (charger.number(0x2015), charger.limitOfBoth)
        charger.receive(toCharger.pass(bytes, using: &random))
        guard charger.nonVolatileWrites > writes else {
            if charger.number(0x2015) != lapsing { judgeLapsing(inForce, at: now, &ledger) }
            return
        }
        let after = charger.limit
        note("\(before) → \(after) by the bridge", at: now)
        if wasSent(after) {
            judge(before, after, at: now, &ledger)
            writtenAt = now
        } else {
            ledger.count("limit changed by noise on the wire")
            grants.otherHand(after, before: before)
            changedAt = now
        }
    }

    private mutating func judge(_ before: Int, _ after: Int, at now: Duration, _ ledger: inout Ledger) {
        ledger.count("writes to a charger's memory")
        if after == before {
            ledger.count("writes of what was in force already")
            // An app had set just that, and nobody had seen it: now nobody can tell whose it is.
            if grants.isUnseen { grants.lowered() }
        }
        // What was decided before the last answer came is on its way.
        let isInFlight = now - readAt < Self.inFlight
        let known = max(witness.limitKnown ?? 0, isInFlight ? knownBefore : 0)
        if after > before, grants.isUnseen || isInFlight, after < known || now - changedAt < Self.instant {
            // To lower never waits, not even for a look at what is there; and a look is not the writing yet.
            ledger.count("an app's lowering written over before it was seen")
            grants.lowered()
        } else if after > before {
            // What an app raised in a silence is no wish: the mode goes on.
            if isRaisedByApp { modes.handIsVoid() }
            judgeRaise(before, after, at: now, &ledger)
            ledger.check(.wear, wear.allowsRaise(at: now)) {
                "\(site.name): raised although \(wear); \(journal)"
            }
            if let cap = outsideCap, now - cap.at > .seconds(5), now - cap.at < .seconds(60) {
                ledger.check(.cap, after <= max(cap.limit, site.range.lowerBound)) {
                    "\(site.name): raised to \(after) above the cap of \(cap.limit) since \(cap.at); \(journal)"
                }
            }
            grants.raised(to: after)
        } else if after < before {
            if grants.isUnseen || isRaisedByApp || grants.isWaiting(after, in: site) { modes.handIsVoid() }
            grants.lowered()
        }
        isRaisedByApp = false
        wear.written(after, at: now)
        ledger.check(.bounds, site.range.contains(after)) { "\(site.name): \(after) is not in \(site.range)" }
    }

    private mutating func judgeRaise(_ before: Int, _ after: Int, at now: Duration, _ ledger: inout Ledger) {
        let isWished = grants.allow(after, in: site, at: now)
        let isForTheSun = !isWished && roof != nil && modes.mayRaise(at: now)
        ledger.check(.raise, isWished || isForTheSun) {
            "\(site.name): \(before) → \(after), wished was \(grants); \(modes); \(journal)"
        }
        guard isForTheSun else { return }
        ledger.count("raises for the sun")
        let isWithin = modes.raised(at: now)
        ledger.check(.budget, isWithin) { "\(site.name): \(modes)" }
    }

    /// A write to the register that lapses.
    /// - Parameter before: what was in force until then, by both registers.
    private mutating func judgeLapsing(_ before: Int, at now: Duration, _ ledger: inout Ledger) {
        let (written, after) = (charger.number(0x2015), charger.limitOfBoth)
        note("\(before) → \(after) by the bridge, \(written) that lapses", at: now)
        guard wasSent(written) else {
            changedAt = now
            return ledger.count("limit changed by noise on the wire")
        }
        ledger.count("writes that lapse")
        writtenAt = now
        ledger.check(.bounds, site.range.contains(written)) {
            "\(site.name): \(written) that lapses is not in \(site.range)"
        }
        guard after > before else { return }
        let isWished = grants.allow(after, in: site, at: now)
        let isForTheSun = !isWished && roof != nil && modes.mayRaise(at: now)
        ledger.check(.raise, isWished || isForTheSun) {
            "\(site.name): \(before) → \(after), wished was \(grants); \(modes); \(journal)"
        }
        if isForTheSun { ledger.count("raises for the sun that lapse") }
        grants.lapsingRaised(to: after)
    }

    /// Another hand, such as an app, writes the limit.
    mutating func setByApp(_ limit: Int, at now: Duration) {
        let before = charger.limit
        charger.writeByAnotherHand(0xEDF0, [UInt8(limit & 0xFF), UInt8(limit >> 8)])
        isRaisedByApp = !grants.otherHand(charger.limit, before: before)
        changedAt = now
        modes.appWished(isUnclear: modes.chosenAt >= readAt, at: now)
        note("\(before) → \(charger.limit) by an app", at: now)
    }

    /// Notes something for whoever reads of a violation.
    mutating func note(_ words: String, at now: Duration) { journal.note("\(now) \(words)") }

    private mutating func noteLines(_ bytes: [UInt8], at now: Duration) {
        for byte in bytes {
            requestText.append(byte)
            guard byte == 0x0A else { continue }
            if requestText.dropFirst(2).starts(with: Self.limitRegister) {
                let isSetting = requestText[1] == 0x38
                witness.limitAsked = (requestText[1] - 0x30, isSetting ? Self.limit(requestText) : nil, now)
                if isSetting { witness.settingSince = witness.settingSince ?? now }
            }
            if Self.settings.contains(where: { requestText.starts(with: $0) }) {
                sentLines.append(requestText)
                if sentLines.count > 5 { sentLines.removeFirst() }
            }
            requestText = []
        }
    }

    /// Whether the program asked for this limit lately.
    private func wasSent(_ limit: Int) -> Bool {
        let (low, high) = (UInt8(limit & 0xFF), UInt8(limit >> 8 & 0xFF))
        return sentLines.contains { line in
            line.count > 12 && line[8...11].elementsEqual(Self.hexadecimal(low) + Self.hexadecimal(high))
        }
    }

    /// What a line sets the limit to, 0.1 A, its lowest byte first.
    private static func limit(_ line: [UInt8]) -> Int? {
        guard line.count > 12, let value = UInt16(String(decoding: line[8...11], as: UTF8.self), radix: 16)
        else { return nil }
        return Int(value.byteSwapped)
    }

    private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
