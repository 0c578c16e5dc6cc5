// SPDX-License-Identifier: MIT
extension ModeDesk {
    /// Everything that can be shown of it.
    /// - Parameters:
    ///   - cap: what holds the limit down.
    ///   - bounds: the charger's; a maximum that was kept may be beyond them by now.
    ///   - now: the time.
    func status(cap: Cap?, bounds: LimitBounds?, at now: Moment) -> ControlStatus {
        ControlStatus(
            choice: choice, modes: settings.modes, owner: owner(cap), reason: reason(at: now),
            isPaused: isPaused, surplus: hand == nil ? decision?.surplus : nil, target: target,
            grid: meter.reading(within: settings.surplus.staleAfter, at: now.uptime)?.watts,
            meterProblem: settings.hasMeter
                ? meter.problem(after: settings.surplus.staleAfter, at: now.uptime) : nil,
            hasMeter: settings.hasMeter, reserve: reserve,
            maximum: maximum.map { bounds?.clamp($0).limit ?? $0 }, hasPlug: plug.exists,
            plugIsOn: plug.seen.isOn, writesToday: controller.writesToday(at: now.uptime),
            dailyBudget: settings.surplus.dailyBudget,
            switchingsToday: controller.switchingsToday(at: now.uptime))
    }

    private func owner(_ cap: Cap?) -> ControlStatus.Owner {
        if cap != nil { return .protection }
        if hand != nil { return .manual }
        switch choice.mode {
        case .manual: return .manual
        case .surplus, .surplusOrMinimum: return .surplus
        case .full: return .full
        case .off: return .off
        }
    }

    private var isPaused: Bool {
        if hand != nil { return true }
        return decision?.kind.isTrouble ?? false || choice.mode != .manual && plug.trouble != nil
    }

    private func reason(at now: Moment) -> String {
        if let hand {
            guard let until = hand.until else { return "a limit was set by hand" }
            let minutes = max(1, Int((until - now.uptime).components.seconds + 59) / 60)
            return "a limit was set by hand; \(choice.mode.rawValue) goes on in \(minutes) min"
        }
        if let trouble = plug.trouble { return trouble }
        switch choice.mode {
        case .manual: return "a person decides"
        case .full: return "as much as the charger may give"
        case .off: return "switched off by its plug"
        case .surplus, .surplusOrMinimum: return decision?.reason ?? "the charger is not known yet"
        }
    }

    /// Why the charger has no mains, when it is control that took it; nil otherwise.
    func offReason(at now: Moment) -> String? {
        guard plug.seen.isOn == false else { return nil }
        return "its plug is off: \(reason(at: now))"
    }

    func kept(at now: Moment) -> KeptControl {
        func left(to end: Duration) -> Int64 { Int64(max(end - now.uptime, .zero) / .milliseconds(1)) }
        let handLeft = (hand?.until).map(left)
        return KeptControl(
            choice: choice, left: endsAt.map(left), after: after, configured: settings.initialMode,
            handLeft: handLeft, handEnd: handLeft.map { now.unixMilliseconds + $0 },
            handLimit: handLimit, reserve: ownReserve, maximum: ownMaximum,
            surplus: controller.kept(at: now))
    }
}
