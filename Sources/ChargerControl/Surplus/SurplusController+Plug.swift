// SPDX-License-Identifier: MIT
extension SurplusController {
    /// Switches the plug when the wish to has lasted and every rule allows it.
    mutating func wish(
        plug isOn: Bool, _ scene: Scene, _ surplus: Double, gain: Double, at now: Duration
    ) -> SurplusDecision {
        guard let rules = parameters.plug else { return staying(scene, at: now) }
        if plugWish?.isOn != isOn { plugWish = (isOn, now) }
        let words = isOn ? abundance(scene, surplus) : shortage(scene, surplus)
        let kind: SurplusDecision.Kind = scene.isOn ? .charging : .idle
        if let barred = barred(isOn, scene, rules, at: now) {
            return SurplusDecision(reason: "\(words): \(barred.words)", kind: barred.kind)
        }
        if let threshold = isOn ? rules.enableWatts : rules.disableWatts,
            isOn ? surplus < threshold : surplus >= threshold
        {
            plugWish = nil
            let side = isOn ? "not yet above" : "still above"
            return SurplusDecision(reason: "\(words), \(side) the set \(whole(threshold)) W", kind: kind)
        }
        let left = remaining(isOn, rules, at: now)
        guard left <= .zero else {
            let seconds = left.components.seconds + 1
            return SurplusDecision(reason: "\(words): \(isOn ? "on" : "off") in \(seconds) s", kind: kind)
        }
        return tell(isOn, "\(words): \(isOn ? "on" : "off")", isOn ? .charging : .idle, at: now)
            ?? SurplusDecision(reason: "waiting for the plug", kind: .waiting)
    }

    /// Tells the plug; nil when it is being waited for, or a hand holds it.
    mutating func tell(
        _ isOn: Bool, _ words: String, _ kind: SurplusDecision.Kind, at now: Duration
    ) -> SurplusDecision? {
        guard plugWatch.mayTell(isOn, at: now) else { return nil }
        if plugWatch.tell(isOn, at: now) {
            switchings.add(at: now)
            plugSince = now
        }
        actedAt = now
        plugWish = nil
        isFresh = false
        return SurplusDecision(plug: isOn, reason: words, kind: kind)
    }

    /// Why the plug can't be switched at all now; nil when it can.
    private func barred(
        _ isOn: Bool, _ scene: Scene, _ rules: PlugRules, at now: Duration
    ) -> (words: String, kind: SurplusDecision.Kind)? {
        switch plugWatch.status(at: now) {
        case .hand(let until):
            let minutes = (until - now).components.seconds / 60 + 1
            return ("a hand switched the plug, it is left alone for \(minutes) min more", .handAtPlug)
        case .disobeys where !plugWatch.mayTell(isOn, at: now):
            return ("the plug was told, and did not switch", .plugDisobeys)
        case .obeys, .waiting, .disobeys: break
        }
        let used = switchings.count(at: now)
        // The last one is kept for switching off.
        guard used + (isOn ? 1 : 0) < rules.mostSwitchings else {
            return ("\(used) of \(rules.mostSwitchings) switchings in 24 hours are used", .sparing)
        }
        return nil
    }

    /// How long a switching has to wait yet.
    private func remaining(_ isOn: Bool, _ rules: PlugRules, at now: Duration) -> Duration {
        let delay = isOn ? rules.enableDelay : rules.disableDelay
        let least = isOn ? rules.minimumOff : rules.minimumOn
        let wished = plugWish.map { $0.since + delay - now } ?? delay
        let rested = plugSince.map { $0 + least - now } ?? .zero
        return max(wished, rested)
    }
}
