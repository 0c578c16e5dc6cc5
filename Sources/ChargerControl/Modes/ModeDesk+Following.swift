// SPDX-License-Identifier: MIT
extension ModeDesk {
    /// Counts a write that following the sun caused.
    mutating func wrote(at now: Moment) { controller.wrote(at: now) }

    /// Looks at everything once a second.
    mutating func step(_ facts: Facts, at now: Moment) -> [Output] {
        var outputs = endWhenDue(facts, at: now)
        if let until = hand?.until, now.uptime >= until { handIsOver(at: now, &outputs) }
        if hand == nil { decide(facts, at: now, &outputs) }
        if let order = plug.order(at: now.uptime) { outputs.append(.plug(order)) }
        return outputs
    }

    private mutating func handIsOver(at now: Moment, _ outputs: inout [Output]) {
        // When it ends was said when it was chosen: the calendar may have jumped since.
        let end = endsAt
        begin(choice, at: now)
        endsAt = end
        outputs.append(
            .say(Notice(.info, "the limit set by hand has held long enough: \(choice.mode.rawValue) goes on"))
        )
    }

    private mutating func endWhenDue(_ facts: Facts, at now: Moment) -> [Output] {
        let isOver =
            switch choice.end {
            case nil: false
            case .time: endsAt.map { now.uptime >= $0 } ?? true
            case .charge(let charge): facts.delivered >= charge
            }
        // What comes back may be more than is in force, and there may be a newer command.
        guard isOver, facts.isReady else { return [] }
        let ended = choice.mode
        begin(ModeChoice(after), at: now)
        let words = "the mode \(ended.rawValue) has ended"
        var outputs = [
            Output.say(Notice(.info, "\(words): \(after.rawValue) again")),
            .withdraw("\(words) before it came true"),
        ]
        if after == .manual, let handLimit { outputs.append(.ask(handLimit, .mode)) }
        return outputs
    }

    private mutating func decide(_ facts: Facts, at now: Moment, _ outputs: inout [Output]) {
        guard facts.isReady, let bounds = facts.bounds else { return }
        switch choice.mode {
        case .manual, .off: return
        case .full:
            guard mustAskForAll else { return }
            mustAskForAll = false
            target = bounds.upper
            outputs.append(.ask(bounds.upper, .mode))
        case .surplus, .surplusOrMinimum: followTheSun(facts, bounds, at: now, &outputs)
        }
    }

    private mutating func followTheSun(
        _ facts: Facts, _ bounds: LimitBounds, at now: Moment, _ outputs: inout [Output]
    ) {
        let highest = min(facts.ceiling ?? bounds.upper, maximum ?? bounds.upper)
        let inputs = SurplusInputs(
            grid: meter.reading, voltage: facts.values.voltage, current: facts.values.current,
            stage: facts.values.stage?.stage, limitInForce: facts.limitInForce, lowest: bounds.lower,
            highest: max(highest, bounds.lower), unwornUpTo: facts.unwornUpTo,
            plug: plug.exists ? plug.seen : nil)
        let new = controller.step(inputs, at: now)
        if new.kind != decision?.kind, let notice = notice(of: new) { outputs.append(.say(notice)) }
        decision = new
        // What is above the owner's maximum comes down, whatever the sun gives.
        let isExceeded = facts.limitInForce.map { $0 > inputs.highest } ?? false
        if let limit = new.limit {
            target = limit
            outputs.append(.ask(limit, new.kind.isBlind ? .fallback : .surplus))
        } else if isExceeded, facts.wished != inputs.highest {
            // The owner's word, not the sun's: it waits for no budget.
            target = inputs.highest
            outputs.append(.ask(inputs.highest, .mode))
        }
        if let isOn = new.plug { outputs.append(.plug(isOn)) }
    }

    /// What changes from a cloud to the next is no news; what keeps control from working is.
    private func notice(of new: SurplusDecision) -> Notice? {
        let wasKept = decision?.kind.isTrouble ?? false
        if new.kind.isTrouble { return Notice(.warning, "surplus control: \(new.reason)") }
        return wasKept ? Notice(.info, "surplus control goes on: \(new.reason)") : nil
    }
}

extension SurplusDecision.Kind {
    /// Whether there is nothing to go by.
    var isBlind: Bool { self == .meterStale || self == .meterReversed }

    /// Whether it keeps control from working.
    var isTrouble: Bool {
        switch self {
        case .meterStale, .meterReversed, .plugUnreachable, .plugDisobeys, .handAtPlug: true
        case .charging, .idle, .atMinimum, .waiting, .sparing, .batteryFull, .chargerSilent: false
        }
    }
}
