// SPDX-License-Identifier: MIT
/// Which protocol version to try: 5, unless the broker was found not to speak it.
struct VersionChoice {
    /// A broker may be updated while this program runs on.
    static let memory = Duration.seconds(3600)
    /// A broker that is just being stopped closes without an answer too; that alone proves nothing.
    static let unansweredBeforeTrial = 2

    private var olderUntil: ContinuousClock.Instant?
    private var unanswered = 0

    func version(at now: ContinuousClock.Instant) -> MQTTVersion {
        if let olderUntil, now < olderUntil { return .v3_1_1 }
        return unanswered >= Self.unansweredBeforeTrial ? .v3_1_1 : .v5
    }

    mutating func accepted(_ version: MQTTVersion, at now: ContinuousClock.Instant) {
        if version == .v3_1_1, unanswered >= Self.unansweredBeforeTrial { olderUntil = now + Self.memory }
        unanswered = 0
    }

    /// - Returns: whether there is another version to try at once.
    mutating func refused(_ version: MQTTVersion, at now: ContinuousClock.Instant) -> Bool {
        olderUntil = version == .v5 ? now + Self.memory : nil
        unanswered = 0
        return version == .v5
    }

    mutating func closedUnanswered(_ version: MQTTVersion) {
        unanswered = version == .v5 ? unanswered + 1 : 0
    }
}
