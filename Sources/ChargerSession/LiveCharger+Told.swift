// SPDX-License-Identifier: MIT
public import ChargerControl

/// What a charger is told: requests, and what is known around it.
extension LiveCharger {
    /// A request from anyone but the command topics.
    public func request(_ payload: [UInt8], source: RequestSource) {
        handle(.request(payload: payload, source))
        flush()
    }

    /// A message on the configured command topic.
    /// - Parameters:
    ///   - payload: its bytes.
    ///   - isRetained: whether the broker sent it from its store.
    public func command(_ payload: [UInt8], isRetained: Bool) {
        handle(isRetained ? .retainedCommand(payload: payload) : .command(payload: payload))
        flush()
    }

    /// A request about something else than the limit: the mode, the reserve, the maximum, the low-current mode.
    public func control(_ subject: RequestSubject, _ payload: [UInt8], source: RequestSource) {
        let clock = TimeSource.localClock(at: time.now().unixMilliseconds)
        handle(.control(subject, payload: payload, source, clock))
        flush()
    }

    /// A request about anything, as ``request(_:source:)`` and ``control(_:_:source:)`` take.
    /// - Returns: its number; how it stands and ends comes over ``records``. Nil after the end of ``run()``.
    public func ask(_ subject: RequestSubject, _ payload: [UInt8], source: RequestSource) -> Int? {
        if subject == .limit {
            request(payload, source: source)
        } else {
            control(subject, payload, source: source)
        }
        return hasEnded ? nil : charger.lastAsked
    }

    // MARK: What is around it

    /// The grid meter gave a value.
    /// - Parameters:
    ///   - watts: drawn from the grid; negative flows into it.
    ///   - age: of its oldest part.
    public func grid(watts: Double, age: Duration = .zero) {
        let now = time.now()
        handle(.grid(watts: watts, heardAt: now.uptime - age), at: now)
    }

    /// The grid meter can't be read, with the reason in words.
    public func meterFailed(_ reason: String) {
        handle(.meterFailed(reason: reason))
        flush()
    }

    /// The plug said whether it is on; nil: it does not know.
    public func plug(isOn: Bool?) {
        handle(.plug(isOn: isOn))
        flush()
    }

    /// The plug said whether it is there.
    public func plug(isAvailable: Bool) {
        handle(.plugAvailable(isAvailable))
        flush()
    }

    /// The broker is connected and the subscription to the command topics stands.
    public func brokerStands() {
        handle(.brokerStands)
        flush()
    }

    /// The broker is gone.
    public func brokerLost() {
        handle(.brokerLost)
        flush()
    }

    /// A cap from outside, such as a battery management system's charge current limit, in amperes.
    public func cap(_ payload: [UInt8]) {
        handle(.cap(payload: payload))
        flush()
    }

    /// Another bridge was noticed at work on the same charger.
    public func noticed(otherBridge: String) {
        handle(.otherBridge(otherBridge))
        flush()
    }

    /// A state from ``states`` was to be saved.
    /// - Parameters:
    ///   - state: the state.
    ///   - isSafe: whether it is on disk now; false when it can't be saved.
    public func saved(_ state: KeptState, isSafe: Bool = true) {
        handle(isSafe ? .saved(state.totals) : .notSaved(state.totals))
        flush()
    }
}
