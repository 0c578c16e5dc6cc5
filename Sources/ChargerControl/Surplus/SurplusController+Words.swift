// SPDX-License-Identifier: MIT
extension SurplusController {
    /// Nothing is changed now: why.
    func staying(_ scene: Scene, at now: Duration) -> SurplusDecision {
        guard let surplus else {
            return SurplusDecision(reason: "waiting for a first look at the surplus", kind: .waiting)
        }
        if let plug = scene.inputs.plug, parameters.plug != nil, !plug.isReachable {
            return unreachable(scene, surplus)
        }
        if let plug = special(scene, at: now) { return plug }
        if !scene.isOn { return resting(scene, surplus, at: now) }
        if surplus < scene.range.lowerBound { return short(scene, surplus, at: now) }
        let inForce = scene.inputs.limitInForce ?? scene.inputs.lowest
        let charging = "charging at \(inForce) with a surplus of \(whole(surplus)) W"
        let used = "\(writes.count(at: now)) of \(parameters.dailyBudget) changes"
        if prices.unwornLevels > 0 {
            let unworn = scene.inputs.unwornUpTo.map { "\($0)" } ?? "the limit in force"
            let gain = "another limit must gain more than \(wattHours(prices.change(to: 0)))"
            return SurplusDecision(
                reason: "\(charging); \(gain); up to \(unworn) a change wears nothing", kind: .charging)
        }
        guard prices.write.isFinite else {
            return SurplusDecision(reason: "\(charging); \(used) in 24 hours are used", kind: .sparing)
        }
        let gain = "another limit must gain more than \(wattHours(prices.write))"
        return SurplusDecision(reason: "\(charging); \(gain) (\(used) used)", kind: .charging)
    }

    /// The plug is not as the control would have it.
    private func special(_ scene: Scene, at now: Duration) -> SurplusDecision? {
        guard scene.inputs.plug != nil else { return nil }
        switch plugWatch.status(at: now) {
        case .disobeys:
            let words = "the plug was told to switch, and has not said that it did"
            return SurplusDecision(reason: words, kind: .plugDisobeys)
        case .hand:
            let state = scene.isOn ? "on" : "off"
            let words =
                "a hand switched the plug \(state); it is left alone until a hand or a mode changes that"
            return SurplusDecision(reason: words, kind: .handAtPlug)
        case .obeys, .waiting: return nil
        }
    }

    private func unreachable(_ scene: Scene, _ surplus: Double) -> SurplusDecision {
        let state = scene.isOn ? "on" : "off"
        let words = "there is no connection to the broker, so the plug can't be switched; it stays \(state)"
        let follows = scene.isOn && surplus >= scene.range.lowerBound
        return SurplusDecision(
            reason: follows ? "\(words), and the limit follows the surplus" : words, kind: .plugUnreachable)
    }

    private func resting(_ scene: Scene, _ surplus: Double, at now: Duration) -> SurplusDecision {
        guard surplus >= scene.range.lowerBound else {
            return SurplusDecision(reason: "\(shortage(scene, surplus)): off", kind: .idle)
        }
        let words = "\(abundance(scene, surplus)), but"
        let used = "\(switchings.count(at: now)) of \(parameters.plug?.mostSwitchings ?? 0)"
        guard prices.start.isFinite else {
            return SurplusDecision(
                reason: "\(words) \(used) switchings in 24 hours are used: off", kind: .sparing)
        }
        let why = "not for long enough in the last hours to be worth a switching (\(used) used)"
        return SurplusDecision(reason: "\(words) \(why): off", kind: .idle)
    }

    private func short(_ scene: Scene, _ surplus: Double, at now: Duration) -> SurplusDecision {
        if mayBeOff(scene) {
            let (used, most) = (switchings.count(at: now), parameters.plug?.mostSwitchings ?? 0)
            let words =
                "\(shortage(scene, surplus)); it may come back before switching off is worth it "
                + "(\(used) of \(most) switchings used)"
            return SurplusDecision(reason: words, kind: .charging)
        }
        let words = "\(shortage(scene, surplus)); without a plug it can't be switched off"
        let isLowest = scene.inputs.limitInForce == scene.inputs.lowest
        return SurplusDecision(
            reason: isLowest ? "\(words): at the minimum" : words, kind: isLowest ? .atMinimum : .charging)
    }

    func shortage(_ scene: Scene, _ surplus: Double) -> String {
        let least = scene.range.lowerBound
        if surplus >= least {
            return "the surplus is \(whole(surplus)) W, and the limit is set for more"
        }
        return
            "the surplus is \(whole(surplus)) W, below what the charger takes at its minimum (\(whole(least)) W)"
    }

    func abundance(_ scene: Scene, _ surplus: Double) -> String {
        "the surplus is \(whole(surplus)) W, enough for the charger's minimum (\(whole(scene.range.lowerBound)) W)"
    }

    /// A power without decimals.
    func whole(_ value: Double) -> Int { Int(value.rounded().held(in: -1e7...1e7, else: 0)) }

    /// A number with one decimal.
    func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded().held(in: -1e7...1e7, else: 0))
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// Watt-seconds as watt hours.
    func wattHours(_ wattSeconds: Double) -> String { "\(tenths(wattSeconds / 3600)) Wh" }
}
