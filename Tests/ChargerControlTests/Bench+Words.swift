// SPDX-License-Identifier: MIT
import ChargerControl

extension Bench {
    /// A command on the configured topic.
    mutating func command(_ text: String) { send(.command(payload: Array(text.utf8))) }

    /// A retained message found on the configured topic.
    mutating func replay(_ text: String) { send(.retainedCommand(payload: Array(text.utf8))) }

    /// A request from the page.
    mutating func request(_ amperes: Double, from source: RequestSource = .page) {
        send(.request(payload: Array("\(amperes)".utf8), source))
    }

    /// An app sets the limit at the charger.
    mutating func app(sets amperes: Double) { device.limit = Int((amperes * 10).rounded()) }

    /// A cap from outside.
    mutating func cap(_ amperes: Double) { send(.cap(payload: Array("\(amperes)".utf8))) }

    /// A bridge whose broker stands and which knows the limit in force; nothing is wished yet.
    static func ready(
        holding limit: Double = 10, settings: LimitSettings = LimitSettings(), initial: Double? = nil
    ) -> Bench {
        var bench = Bench(holding: limit, settings: settings, initial: initial)
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        return bench
    }

    /// A bridge that has brought a wish into force.
    static func wishing(_ limit: Double, settings: LimitSettings = LimitSettings()) -> Bench {
        var bench = Bench.ready(holding: 8, settings: settings)
        bench.request(limit)
        bench.run(.seconds(5))
        return bench
    }

    /// A bridge as ``ready(holding:settings:initial:)`` that may use the register that lapses.
    static func volatile(holding limit: Double) -> Bench { ready(holding: limit, settings: .volatile()) }

    /// What really limits the current, in amperes.
    var inForce: Double { Double(device.effective) / 10 }

    /// Restarts and lets the broker and the charger come.
    mutating func restartInPeace(retained: String? = nil) {
        restart()
        send(.brokerStands)
        if let retained { replay(retained) }
        run(.seconds(30))
    }
}

extension Bench {
    /// A charger with 20 A in force, as wished, and a battery at 20 °C; what is protected lowers the limit.
    static func watching(_ settings: LimitSettings = .watching, maximum: Double? = nil) -> Bench {
        var settings = settings
        settings.maximum = maximum.flatMap { CurrentLimit(amperes: $0) }
        var bench = Bench(holding: 20, settings: settings)
        bench.degrees = 20
        bench.send(.linkUp)
        bench.send(.brokerStands)
        bench.run(.seconds(5))
        bench.request(20)
        bench.run(.seconds(5))
        return bench
    }
}

extension LimitSettings {
    /// Settings that hold the limit down in the cold, after an error and at a stop.
    static let watching = LimitSettings(
        protection: Protection(
            minimumTemperature: CentiCelsius(0), lowersOnError: true, lowersOnShutdown: true))

    /// Settings with bounds in amperes.
    static func bounds(_ minimum: Double? = nil, _ maximum: Double? = nil) -> LimitSettings {
        LimitSettings(
            minimum: minimum.flatMap { CurrentLimit(amperes: $0) },
            maximum: maximum.flatMap { CurrentLimit(amperes: $0) })
    }

    /// Settings that choose the register that lapses.
    static func volatile(maximum: Double? = nil, _ protection: Protection = Protection()) -> LimitSettings {
        var settings = LimitSettings.bounds(nil, maximum)
        settings.protection = protection
        settings.register = .volatile
        return settings
    }
}

extension KeptState {
    /// A state with a wish that has come true, in amperes.
    static func wishing(_ limit: Double) -> KeptState {
        var state = KeptState()
        let limit = CurrentLimit(deciamperes: Int((limit * 10).rounded()))
        state.wish = Wish(limit: limit, source: .mqtt, settled: limit)
        return state
    }
}
