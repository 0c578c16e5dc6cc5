// SPDX-License-Identifier: MIT
import ChargerControl

extension ChargerTopics {
    /// What stands at ``idleReason`` while something flows.
    static let notIdle = "not idle: charging"

    /// Every value of a snapshot with its topic.
    func values(_ snapshot: ChargerSnapshot) -> [TopicValue] {
        measurements(snapshot) + states(snapshot)
            + (snapshot.control.map {
                values($0, bounds: snapshot.bounds, delivered: snapshot.totals.centiampereHours)
            } ?? [])
    }

    private func measurements(_ snapshot: ChargerSnapshot) -> [TopicValue] {
        let values = snapshot.values
        return [
            TopicValue(voltage, text(values.voltage?.decimalText), .measurement),
            TopicValue(current, text(values.current?.decimalText), .measurement),
            TopicValue(
                power, text(values.milliwatts.map { decimalText(($0 + 50) / 100, places: 1) }), .measurement),
            TopicValue(temperature, text(values.batteryTemperature?.decimalText), .measurement),
            TopicValue(internalTemperature, text(values.internalTemperature?.decimalText), .measurement),
        ]
    }

    private func states(_ snapshot: ChargerSnapshot) -> [TopicValue] {
        [
            TopicValue(chargeState, text(snapshot.values.stage?.stage.rawValue), .state),
            TopicValue(error, text(snapshot.values.error?.text), .state),
            TopicValue(errorCode, text(snapshot.values.error.map { "\($0.code)" }), .state),
            TopicValue(energy, decimalText(snapshot.totals.wattHours, places: 3), .state),
            TopicValue(charge, decimalText(snapshot.totals.centiampereHours, places: 2), .state),
            TopicValue(limit, text(snapshot.limitInForce?.decimalText), .state),
            TopicValue(idleReason, snapshot.idleReason ?? Self.notIdle, .state),
        ]
    }

    func text(_ value: String?) -> String { value ?? PublishSchedule.notAvailable }
}
