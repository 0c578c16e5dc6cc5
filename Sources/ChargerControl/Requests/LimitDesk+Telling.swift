// SPDX-License-Identifier: MIT
extension LimitDesk {
    mutating func newRecord(
        _ source: RequestSource, about subject: RequestSubject = .limit, asked: String, at now: Moment
    ) -> RequestRecord {
        RequestRecord(
            id: nextNumber(), subject: subject, source: source, asked: asked, askedAt: now.unixMilliseconds)
    }

    mutating func refuse(_ record: inout RequestRecord, _ reason: String, at now: Moment) {
        record.reason = reason
        end(&record, .refused, at: now)
    }

    mutating func end(_ record: inout RequestRecord, _ outcome: Outcome, at now: Moment) {
        record.outcome = outcome
        record.waitsUntil = nil
        report(&record, at: now)
        // What has ended must not end again after a kill.
        mayHaveNews = true
    }

    mutating func report(_ record: inout RequestRecord, at now: Moment) {
        record.time = now.unixMilliseconds
        record.inForce = record.subject == .lowCurrent ? nil : limitKnown?.limit
        actions.append(.report(record))
    }

    /// Notes what the open request waits for; said once for each reason.
    mutating func wait(_ reason: String, until: Duration?, at now: Moment) {
        waitEnds = until
        guard var record = open, record.reason != reason else { return }
        record.reason = reason
        record.waitsUntil = until.map { now.advanced(by: $0 - now.uptime).unixMilliseconds }
        report(&record, at: now)
        open = record
        mayHaveNews = true
    }

    mutating func say(_ level: Notice.Level, _ text: String) {
        actions.append(.say(Notice(level, text)))
    }
}
