// SPDX-License-Identifier: MIT
/// Finds out what holds the limit down: at once when something is wrong, and a while longer than it is, so
/// that a value at its bound does not wear the charger's memory.
struct CapBoard: Sendable {
    /// How long all must have been well before a cap is lifted.
    static let calm: Duration = .seconds(60)
    /// How long a value that is watched may be missing after the charger is heard again.
    static let patience: Duration = .seconds(30)
    /// How far below its bound a voltage must fall to be well again, mV.
    private static let voltageMargin = 200
    /// How far within its window a temperature must be to be well again, 0.01 °C.
    private static let temperatureMargin = 200

    private enum Trouble: Sendable, Hashable, CaseIterable {
        case shutdown, error, voltage, cold, hot, noVoltage, noTemperature, noBroker
    }

    let settings: Protection
    /// Whether the limit follows the sun: then nobody may be there to see to it.
    var followsTheSun = false
    private var external: ExternalCap?
    private var held: [Trouble: Duration] = [:]
    private var words: [Trouble: String] = [:]
    private var heardSince: Duration?
    private var brokerLostAt: Duration?
    private var isStopping = false
    private let startedAt: Duration

    init(_ settings: Protection, at now: Duration) {
        self.settings = settings
        startedAt = now
        brokerLostAt = now
        external = settings.externalAge.map { ExternalCap(longestAge: $0, startedAt: now) }
    }

    /// The cap in force, the lowest of all; nil when nothing holds the limit down.
    func cap(at now: Duration) -> Cap? {
        let troubles = Trouble.allCases.filter { held[$0] != nil }.compactMap { words[$0] }
        if let first = troubles.first { return Cap(reason: first) }
        return external?.cap(at: now)
    }

    /// Whether everything that is watched has been seen, so that the absence of a cap means something.
    func isReady(_ values: CurrentValues, at now: Duration) -> Bool {
        let isWatching = heardSince.map { now - $0 >= Self.patience } ?? false
        let hasVoltage = settings.maximumVoltage == nil || values.voltage != nil
        let hasTemperature = !settings.watchesTemperature || values.batteryTemperature != nil
        return (hasVoltage && hasTemperature || isWatching) && external?.isReady(at: now) ?? true
    }

    mutating func hears(_ isHeard: Bool, at now: Duration) {
        heardSince = isHeard ? heardSince ?? now : nil
    }

    /// Whether the limit is lowered as far as it goes when the program stops.
    var lowersOnShutdown: Bool { settings.lowersOnShutdown ?? followsTheSun }

    mutating func brokerStands() { brokerLostAt = nil }

    mutating func brokerIsLost(at now: Duration) { brokerLostAt = brokerLostAt ?? now }

    mutating func stopping() { isStopping = true }

    /// A cap from outside, in amperes; zero and more.
    mutating func externalCap(_ limit: CurrentLimit, at now: Duration) { external?.arrived(limit, at: now) }

    /// Looks at everything that is watched.
    mutating func update(_ values: CurrentValues, at now: Duration) {
        judge(
            .shutdown, isStopping && lowersOnShutdown, "the program is stopping",
            at: now)
        let error = settings.lowersOnError ? values.error.flatMap { $0.code == 0 ? nil : $0 } : nil
        judge(.error, error != nil, error.map { "the charger reports: \($0.text)" }, at: now)
        let isBrokerMissed = brokerLostAt.map { now - $0 >= Self.calm } ?? false
        judge(
            .noBroker, (settings.lowersWithoutBroker ?? followsTheSun) && isBrokerMissed,
            "there is no broker", at: now)
        judgeVoltage(values.voltage, at: now)
        judgeTemperature(values.batteryTemperature, at: now)
    }

    private mutating func judgeVoltage(_ voltage: Millivolts?, at now: Duration) {
        guard let most = settings.maximumVoltage else { return }
        judge(.noVoltage, voltage == nil && isMissing(at: now), "the charger gives no voltage", at: now)
        guard let voltage else { return }
        let bound = most.rawValue - (held[.voltage] == nil ? 0 : Self.voltageMargin)
        let words = "the voltage reached \(most.decimalText) V, protect.max_voltage"
        judge(.voltage, voltage.rawValue > bound, words, at: now)
    }

    private mutating func judgeTemperature(_ temperature: CentiCelsius?, at now: Duration) {
        guard settings.watchesTemperature else { return }
        let words = "there is no battery temperature, though protect watches it"
        judge(.noTemperature, temperature == nil && isMissing(at: now), words, at: now)
        guard let temperature else { return }
        if let least = settings.minimumTemperature {
            let bound = least.rawValue + (held[.cold] == nil ? 0 : Self.temperatureMargin)
            judge(
                .cold, temperature.rawValue < bound,
                "the battery was below \(least.decimalText) °C, protect.min_temperature", at: now)
        }
        if let most = settings.maximumTemperature {
            let bound = most.rawValue - (held[.hot] == nil ? 0 : Self.temperatureMargin)
            judge(
                .hot, temperature.rawValue > bound,
                "the battery was above \(most.decimalText) °C, protect.max_temperature", at: now)
        }
    }

    private func isMissing(at now: Duration) -> Bool { heardSince.map { now - $0 >= Self.patience } ?? false }

    private mutating func judge(_ trouble: Trouble, _ isWrong: Bool, _ reason: String?, at now: Duration) {
        if isWrong {
            held[trouble] = now
            words[trouble] = reason
        } else if let last = held[trouble], now - last >= Self.calm {
            held[trouble] = nil
        }
    }
}
