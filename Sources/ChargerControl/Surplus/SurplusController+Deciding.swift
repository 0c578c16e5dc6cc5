// SPDX-License-Identifier: MIT
extension SurplusController {
    /// How long an ask may take before it is asked again.
    private static let askPatience: Duration = .seconds(20)
    /// From the last act until a step up may be tried to see what the meter says.
    private static let lookPause: Duration = .seconds(600)
    /// How long another limit has to be better first.
    private static let wishLasts: Duration = .seconds(2)

    /// Says what to do.
    mutating func decide(_ scene: Scene, at now: Duration) -> SurplusDecision {
        if meter.sign == .reversed {
            let words =
                "the grid meter counts the wrong way round: more charge made it say less; turn its sign"
            return fallBack(scene, words, .meterReversed, at: now)
        }
        guard let grid = scene.grid else {
            if scene.inputs.grid == nil, now - startedAt < parameters.staleAfter {
                return SurplusDecision(reason: staleWords(scene, at: now), kind: .waiting)
            }
            return fallBack(scene, staleWords(scene, at: now), .meterStale, at: now)
        }
        guard let taken = scene.taken else {
            let words = "the charger does not speak; what it takes is not known, so nothing is changed"
            return SurplusDecision(reason: words, kind: .chargerSilent)
        }
        follow(scene, grid, taken: taken, at: now)
        if let waiting = waiting(scene, at: now) { return waiting }
        guard let surplus else { return staying(scene, at: now) }
        if let held = belowMinimum(scene, surplus) { return held }
        if meter.sign == .suspect, let look = look(scene, at: now) { return look }
        return change(scene, surplus: surplus, at: now) ?? staying(scene, at: now)
    }

    /// A change made to see how the meter answers, since it seems to count the wrong way round.
    ///
    /// Without it a reversed meter would keep the charger off for ever, or at its maximum.
    private mutating func look(_ scene: Scene, at now: Duration) -> SurplusDecision? {
        let words = "the grid meter may count the wrong way round: "
        if scene.isOn, scene.inputs.limitInForce != scene.inputs.lowest {
            return ask(
                scene.inputs.lowest, scene, words + "to the minimum, to see what it says", .waiting, at: now)
        }
        if scene.isOn, !mayBeOff(scene) { return lookHigher(scene, words, at: now) }
        let rested = plugSince.map { now - $0 > .seconds(120) } ?? true
        guard !scene.isOn, rested, mayBeOff(scene),
            switchings.count(at: now) + 1 < parameters.plug?.mostSwitchings ?? 0
        else { return nil }
        return tell(true, words + "on for a moment, to see what it says", .waiting, at: now)
    }

    /// Without a plug the minimum is where such a meter leaves the charger: a step up, now and then.
    private mutating func lookHigher(
        _ scene: Scene, _ words: String, at now: Duration
    ) -> SurplusDecision? {
        let (low, high) = (scene.range.lowerBound, scene.range.upperBound)
        let higher = min(limit(low + (high - low) / 3), scene.inputs.highest)
        guard actedAt.map({ now - $0 > Self.lookPause }) ?? true,
            isUnworn(higher, scene) || writes.count(at: now) + openAsks + 1 < parameters.dailyBudget
        else { return nil }
        return ask(higher, scene, words + "a little more, to see what it says", .waiting, at: now)
    }

    /// Why nothing can be done yet; nil when it can.
    private func waiting(_ scene: Scene, at now: Duration) -> SurplusDecision? {
        if let asked, now - asked.at < Self.askPatience {
            return SurplusDecision(reason: "waiting until \(asked.limit) is in force", kind: .waiting)
        }
        if case .disobeys = plugWatch.status(at: now), scene.inputs.plug != nil, isSettling(at: now) {
            let words = "the plug was told to switch, and has not said that it did"
            return SurplusDecision(reason: words, kind: .plugDisobeys)
        }
        if scene.inputs.plug != nil, case .waiting = plugWatch.status(at: now) {
            return SurplusDecision(reason: "waiting for the plug to say that it switched", kind: .waiting)
        }
        if scene.isOn, !scene.inputs.chargerSpeaks, isStarting(at: now) {
            return SurplusDecision(reason: "the plug is on, the charger is starting", kind: .waiting)
        }
        if isSettling(at: now) {
            let words = "waiting for a meter reading newer than the last change"
            return SurplusDecision(reason: words, kind: .waiting)
        }
        return nil
    }

    /// Without a plug the owner may want nothing done below the minimum.
    private func belowMinimum(_ scene: Scene, _ surplus: Double) -> SurplusDecision? {
        guard !mayBeOff(scene), scene.isOn, parameters.belowMinimum == .nothing,
            surplus < scene.range.lowerBound
        else { return nil }
        let words =
            "\(shortage(scene, surplus)): there is no plug to switch it off, and the limit is left alone"
        return SurplusDecision(reason: words, kind: .idle)
    }

    /// Does what gains more than it costs; nil when that is nothing.
    private mutating func change(_ scene: Scene, surplus: Double, at now: Duration) -> SurplusDecision? {
        let inForce = scene.inputs.limitInForce ?? scene.inputs.lowest
        let level = LimitWorth.level(watts(inForce), range: scene.range)
        let present = LimitWorth.Choice(level: level, isOn: scene.isOn)
        guard let weather = memory.weather(surplus, range: scene.range) else { return nil }
        let best = worth.best(
            from: present, in: weather, surplus: surplus, chain: memory.chain, range: scene.range,
            prices: isFresh(at: now) ? prices.withoutChanges : prices, mayBeOff: mayBeOff(scene))
        let wished = limitWish
        limitWish = nil
        if best.choice.isOn != scene.isOn {
            return wish(plug: best.choice.isOn, scene, surplus, gain: best.gain, at: now)
        }
        plugWish = nil
        guard scene.isOn, best.choice.level != level, scene.inputs.chargerSpeaks else { return nil }
        // One reading alone, or a cloud's first second, moves nothing.
        let since = wished?.level == best.choice.level ? wished?.since ?? now : now
        limitWish = (best.choice.level, since)
        guard now - since >= Self.wishLasts else { return nil }
        let wanted = limit(LimitWorth.watts(best.choice.level, range: scene.range))
        let held = min(max(wanted, scene.inputs.lowest), scene.inputs.highest)
        if let full = takesLess(scene, than: held) { return full }
        let words =
            "\(held) suits a surplus of \(whole(surplus)) W and the last hours' weather: "
            + "\(wattHours(best.gain)) more than at \(inForce), its price paid"
        guard mayBeOff(scene) || mayChange(to: held, scene, surplus, at: now) else {
            return spent(scene, held, at: now)
        }
        return ask(held, scene, words, .charging, at: now) ?? spent(scene, held, at: now)
    }

    /// Whether a first change is still looked for: for a minute, in which a plug may have to wait.
    private mutating func isFresh(at now: Duration) -> Bool {
        guard isFresh else { return false }
        let since = freshSince ?? now
        freshSince = since
        isFresh = now - since < .seconds(60)
        return isFresh
    }

    /// Without a plug the day's last change is kept for the minimum: a limit left high would draw all night.
    private func mayChange(
        to limit: CurrentLimit, _ scene: Scene, _ surplus: Double, at now: Duration
    ) -> Bool {
        let kept = isUnworn(scene.inputs.lowest, scene) ? 0 : 1
        if isUnworn(limit, scene) || writes.count(at: now) + openAsks + kept < parameters.dailyBudget {
            return true
        }
        return limit == scene.inputs.lowest && surplus < scene.range.lowerBound
    }

    /// A battery that takes less than it is offered: a change would be wasted.
    private func takesLess(_ scene: Scene, than limit: CurrentLimit) -> SurplusDecision? {
        guard let current = scene.inputs.current, let inForce = scene.inputs.limitInForce else { return nil }
        let amperes = Double(current.rawValue) / 1000
        // Two steps of the current's coarsest reading below the limit: the limit is not what holds it.
        guard amperes < inForce.amperes - 0.25, limit.amperes > amperes - 0.25 else { return nil }
        guard let stage = scene.inputs.stage, stage != .bulk else { return nil }
        let words =
            "the battery takes \(tenths(amperes)) A of \(inForce): a change of the limit would change nothing"
        return SurplusDecision(reason: words, kind: .batteryFull)
    }

    /// Asks for a limit, if the day's changes allow it; to be safe it is asked for all the same.
    private mutating func ask(
        _ limit: CurrentLimit, _ scene: Scene, _ words: String, _ kind: SurplusDecision.Kind,
        isForSafety: Bool = false, at now: Duration
    ) -> SurplusDecision? {
        let isFree = isForSafety || isUnworn(limit, scene)
        guard limit != scene.inputs.limitInForce, scene.inputs.chargerSpeaks,
            isFree || writes.count(at: now) + openAsks < parameters.dailyBudget
        else { return nil }
        asked = (limit, now)
        if !isFree { openAsks += 1 }
        isFresh = false
        actedAt = now
        return SurplusDecision(limit: limit, reason: words, kind: kind)
    }

    private func spent(_ scene: Scene, _ limit: CurrentLimit, at now: Duration) -> SurplusDecision {
        let count = writes.count(at: now)
        let words =
            "\(limit) would suit, but \(count) of \(parameters.dailyBudget) changes in 24 hours are used"
        return SurplusDecision(reason: words, kind: .sparing)
    }
}

extension SurplusController {
    /// What happens when the meter can't be believed.
    private mutating func fallBack(
        _ scene: Scene, _ words: String, _ kind: SurplusDecision.Kind, at now: Duration
    ) -> SurplusDecision {
        surplus = nil
        memory.interrupt()
        plugWish = nil
        if let asked, now - asked.at < Self.askPatience { return SurplusDecision(reason: words, kind: kind) }
        let lowest = scene.inputs.lowest
        switch parameters.whenStale {
        case .hold: return SurplusDecision(reason: "\(words); everything stays as it is", kind: kind)
        case .off where mayBeOff(scene):
            guard scene.isOn, switchings.count(at: now) < parameters.plug?.mostSwitchings ?? 0 else {
                return SurplusDecision(reason: "\(words); the charger is off", kind: kind)
            }
            return tell(false, "\(words); the plug goes off", kind, at: now)
                ?? SurplusDecision(reason: words, kind: kind)
        case .off, .minimum:
            guard scene.isOn, let inForce = scene.inputs.limitInForce, inForce > lowest else {
                return SurplusDecision(reason: "\(words); the charger is not above its minimum", kind: kind)
            }
            let order = "\(words); the limit goes to the minimum"
            return ask(lowest, scene, order, kind, isForSafety: true, at: now)
                ?? SurplusDecision(reason: words, kind: kind)
        }
    }

    private func staleWords(_ scene: Scene, at now: Duration) -> String {
        guard let reading = scene.inputs.grid else { return "the grid meter has not been heard yet" }
        guard reading.watts.isFinite, abs(reading.watts) < 1e6 else {
            return "what the grid meter says is no power"
        }
        return "the grid meter was last heard \((now - reading.heardAt).components.seconds) s ago"
    }
}
