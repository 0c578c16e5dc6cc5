// SPDX-License-Identifier: MIT
public import ChargerControl

/// The topics of who decides the current; there only where the configuration has a section `surplus`.
extension ChargerTopics {
    /// The mode, as it is chosen.
    public var mode: String { "\(root)/mode" }
    /// Until when it holds: a time, or how much charge is left; `None` while it stays.
    public var modeEnd: String { "\(root)/mode/until" }
    /// Whose word the limit in force is.
    public var owner: String { "\(root)/owner" }
    /// Why control does what it does.
    public var controlReason: String { "\(root)/control_reason" }
    /// Whether control is kept from what the mode wants, `yes` or `no`.
    public var controlPaused: String { "\(root)/control_paused" }
    /// Power that could be charged without drawing from the grid, W.
    public var surplusPower: String { "\(root)/surplus_power" }
    /// The limit that control last asked for, A.
    public var targetCurrent: String { "\(root)/target_current" }
    /// Power drawn from the grid, W; negative flows into it.
    public var gridPower: String { "\(root)/grid_power" }
    /// `OK`, or what is wrong with the grid meter.
    public var meter: String { "\(root)/meter" }
    /// Whether the plug is on: `on`, `off`.
    public var plug: String { "\(root)/plug" }
    /// Power left unused, W.
    public var reserve: String { "\(root)/reserve" }
    /// The most that following the sun may use, A.
    public var surplusMaximum: String { "\(root)/surplus_maximum" }

    /// Where a request about control is made; what the broker kept is ignored there.
    /// - Returns: nil for the limit, which has topics of its own, and for the low-current mode, which has none.
    public func controlCommand(_ subject: RequestSubject) -> String? {
        state(of: subject).map { "\($0)/set" }
    }

    /// Where it stands how the last request about something went, JSON.
    /// - Returns: nil for what has no topics.
    func result(of subject: RequestSubject) -> String? {
        subject == .limit ? limitResult : state(of: subject).map { "\($0)/result" }
    }

    /// What the request at a topic is about; nil for any other topic.
    func subject(ofCommand topic: String) -> RequestSubject? {
        RequestSubject.allCases.first { controlCommand($0) == topic }
    }

    private func state(of subject: RequestSubject) -> String? {
        switch subject {
        case .limit, .lowCurrent: nil
        case .mode: mode
        case .reserve: reserve
        case .maximum: surplusMaximum
        }
    }
}

extension ChargerTopics {
    /// Every value of control with its topic.
    func values(_ control: ControlStatus, bounds: LimitBounds?, delivered: Int) -> [TopicValue] {
        var values = [
            TopicValue(mode, control.choice.mode.rawValue, .state),
            TopicValue(modeEnd, Self.words(control.choice.end, delivered: delivered), .measurement),
            TopicValue(owner, control.owner.rawValue, .state),
            // It may count seconds.
            TopicValue(controlReason, control.reason, .measurement),
            TopicValue(controlPaused, control.isPaused ? "yes" : "no", .state),
        ]
        if control.hasMeter {
            values += [
                TopicValue(surplusPower, Self.watts(control.surplus), .measurement),
                TopicValue(targetCurrent, text(control.target?.decimalText), .state),
                TopicValue(gridPower, Self.watts(control.grid), .measurement),
                TopicValue(meter, control.meterProblem ?? "OK", .state),
                TopicValue(reserve, Self.watts(control.reserve), .state),
                TopicValue(
                    surplusMaximum, text((control.maximum ?? bounds?.upper)?.decimalText), .state),
            ]
        }
        if control.hasPlug {
            values.append(TopicValue(plug, text(control.plugIsOn.map { $0 ? "on" : "off" }), .state))
        }
        return values
    }

    private static func watts(_ watts: Double?) -> String {
        guard let watts, watts.magnitude < 1e9 else { return PublishSchedule.notAvailable }
        return decimalText(Int((watts * 10).rounded()), places: 1)
    }

    private static func words(_ end: ModeEnd?, delivered: Int) -> String {
        switch end {
        case nil: PublishSchedule.notAvailable
        case .time(let time): RequestResult.text(time)
        case .charge(let charge): "\(decimalText(max(0, charge - delivered), places: 2)) Ah left"
        }
    }
}
