// SPDX-License-Identifier: MIT
/// Attempt, wait, attempt again, until the program stops: the work of the connection's thread.
struct ConnectionLoop {
    let settings: MQTTSettings
    let mailbox: Mailbox
    let events: EventQueue
    private var versions = VersionChoice()
    private var failures = 0

    init(settings: MQTTSettings, mailbox: Mailbox, events: EventQueue) {
        self.settings = settings
        self.mailbox = mailbox
        self.events = events
    }

    mutating func run() {
        while !mailbox.isStopping {
            let version = versions.version(at: .now)
            pause(judge(attempt(version), version))
        }
    }

    private mutating func attempt(_ version: MQTTVersion) -> AttemptEnd {
        do throws(AttemptEnd) {
            let address = try Reachability(settings: settings, mailbox: mailbox).find()
            let session = try Session(settings: settings, version: version, mailbox: mailbox, events: events)
            try session.open(address)
            versions.accepted(version, at: .now)
            failures = 0
            return session.stay { events.send(.connected(version)) }
        } catch {
            return error
        }
    }

    /// Reports how an attempt ended.
    ///
    /// - Returns: how long to wait before the next one.
    private mutating func judge(_ end: AttemptEnd, _ version: MQTTVersion) -> Duration {
        switch end {
        case .stopped:
            return .zero
        case .lost(let reason):
            events.send(.disconnected(reason: reason))
            return nextDelay()
        case .unreachable(let reason):
            return report(reason)
        case .closedUnanswered(let reason):
            versions.closedUnanswered(version)
            return report(reason)
        case .versionRefused(let reason):
            if versions.refused(version, at: .now) { return .zero }
            return report(Refusal(reason: reason, isLasting: true))
        case .refused(let refusal):
            return report(refusal)
        }
    }

    private mutating func report(_ reason: String) -> Duration {
        let delay = nextDelay()
        events.send(.unreachable(reason: reason, retryIn: delay))
        return delay
    }

    private mutating func report(_ refusal: Refusal) -> Duration {
        let delay = max(nextDelay(), refusal.isLasting ? settings.backoff.afterRefusal : .zero)
        events.send(.refused(reason: refusal.reason, retryIn: delay))
        return delay
    }

    private mutating func nextDelay() -> Duration {
        failures = min(failures + 1, 64)
        return settings.backoff.delay(afterFailures: failures, jitter: .random(in: 0...1))
    }

    private func pause(_ delay: Duration) {
        let end = ContinuousClock.now + delay
        while !mailbox.isStopping, .now < end {
            mailbox.wake.wait(timeout: end - .now)
        }
    }
}
