// SPDX-License-Identifier: MIT
import ChargerControl

extension TopicReference {
    /// What is published of every charger.
    public static let charger = [
        TopicEntry(topics.voltage, topics.current, topics.power, meaning: "V, A, W at the charger's output"),
        TopicEntry(topics.chargeState, meaning: words(ChargeStage.self)),
        TopicEntry(topics.error, topics.errorCode, meaning: "text (`OK` when there is none) and number"),
        TopicEntry(
            topics.temperature, topics.internalTemperature,
            meaning: "°C, of the battery and inside the charger"),
        TopicEntry(topics.energy, topics.charge, meaning: "kWh and Ah delivered; they never go backwards"),
        TopicEntry(topics.limit, meaning: "A, the limit that the charger said is in force"),
        TopicEntry(topics.limitResult, meaning: "JSON: how the last request stands, see below"),
        TopicEntry(
            topics.idleReason,
            meaning: "why nothing flows into the battery; `\(ChargerTopics.notIdle)` when it does"),
        TopicEntry(
            topics.diagnostics,
            meaning:
                "JSON: what the link brought, writes to the charger's memory (by serial number), what holds "
                + "the limit down (`cap`), why it is not as it should be (`problem`), the bridge's instance; with "
                + "`limit.register: volatile` also `volatile` (`in use`, `not in use`, `given up: …`) and "
                + "`volatile_writes`"),
        TopicEntry(
            topics.status,
            meaning: "`online` while the charger's data is fresh (30 s), else `offline`; a last will"),
    ]

    /// What is published besides of one with a section `surplus`.
    public static let control = [
        TopicEntry(
            topics.mode, topics.modeEnd,
            meaning: "\(words(ControlMode.self)); when it ends (a time, or `… Ah left`)"),
        TopicEntry(
            topics.owner, meaning: "whose word the limit in force is: \(words(ControlStatus.Owner.self))"),
        TopicEntry(topics.controlReason, meaning: "why control does what it does, in words"),
        TopicEntry(
            topics.controlPaused,
            meaning:
                "`yes` while something keeps the mode from what it wants (a limit set by hand, a silent meter, "
                + "a plug that does not obey), else `no`"),
        TopicEntry(
            topics.surplusPower, topics.targetCurrent,
            meaning:
                "W that could be charged without drawing from the grid; the limit in A that control asked for "
                + "last"),
        TopicEntry(
            topics.gridPower, topics.meter,
            meaning: "W drawn from the grid (negative: fed into it); `OK`, or what is wrong with the meter"),
        TopicEntry(topics.plug, meaning: "`on`, `off`, or `None` while it has not said so"),
        TopicEntry(topics.reserve, topics.surplusMaximum, meaning: "W left unused; A used at most"),
    ]

    /// What a charger can be told.
    public static let commands = [
        TopicEntry(
            topics.limitCommand, meaning: "a number of amperes; what the broker kept (retained) is ignored"),
        TopicEntry(
            topics.configuredCommand,
            meaning:
                "the same, on a topic of your own; what the broker kept counts if it was not handled before"),
        TopicEntry(
            topics.controlCommand(.mode),
            meaning:
                "a mode, also with an end: `full for 2 h`, `full for 20 Ah`, `off until 18:30`; then the mode "
                + "before it comes back"),
        TopicEntry(
            topics.controlCommand(.reserve), topics.controlCommand(.maximum),
            meaning: "watts, amperes; kept over restarts"),
    ]

    /// All words of an enumeration.
    private static func words<Words: CaseIterable & RawRepresentable<String>>(_: Words.Type) -> String {
        Words.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }
}
