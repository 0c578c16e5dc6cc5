// SPDX-License-Identifier: MIT
import ChargerControl

/// Who decides the current, and why so.
struct ControlState: Encodable, Sendable, Hashable {
    var mode: String
    /// The modes that can be chosen.
    var modes: [String]
    /// When the mode ends by itself: at a time, or at a charge delivered in all.
    @OrNull var endsAt: Timestamp?
    @OrNull var endsAtAmpereHours: Double?
    var reason: String
    var paused: Bool
    @OrNull var surplusWatts: Double?
    @OrNull var gridWatts: Double?
    @OrNull var targetAmperes: Double?
    @OrNull var meterProblem: String?
    var reserveWatts: Double
    @OrNull var maximumAmperes: Double?
    @OrNull var plugOn: Bool?
    var writesToday: Int
    var dailyBudget: Int

    init(_ status: ControlStatus) {
        mode = status.choice.mode.rawValue
        modes = status.modes.map(\.rawValue)
        switch status.choice.end {
        case .time(let end): endsAt = Timestamp(unixMilliseconds: end)
        case .charge(let end): endsAtAmpereHours = Double(end) / 100
        case nil: break
        }
        reason = status.reason
        paused = status.isPaused
        surplusWatts = status.surplus.flatMap { $0.isFinite ? $0.rounded() : nil }
        gridWatts = status.grid.flatMap { $0.isFinite ? $0.rounded() : nil }
        targetAmperes = status.target?.amperes
        meterProblem = status.meterProblem
        reserveWatts = status.reserve.isFinite ? status.reserve : 0
        maximumAmperes = status.maximum?.amperes
        plugOn = status.plugIsOn
        writesToday = status.writesToday
        dailyBudget = status.dailyBudget
    }
}
