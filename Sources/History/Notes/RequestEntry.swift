// SPDX-License-Identifier: MIT
public import ChargerControl

/// A request as the history keeps it.
public struct RequestEntry: Sendable, Hashable, Codable {
    /// Its number in the database, higher for a later one; 0 before it is stored.
    public var id: Int64 = 0
    /// The charger's name.
    public var charger: String
    /// Its number as the asker knows it.
    public var number: Int
    /// What it was about.
    public var subject: RequestSubject
    /// Who asked.
    public var source: RequestSource
    /// What was asked for, as it was written.
    public var asked: String
    /// How it ended; nil while it has not.
    public var outcome: Outcome?
    /// Why it ended so, or what it waits for.
    public var reason: String?
    /// The limit then in force.
    public var inForce: CurrentLimit?
    /// When it was asked, ms since 1970 (UTC).
    public var askedAt: Int64
    /// When it came to this, ms since 1970 (UTC).
    public var time: Int64

    /// Makes an entry of a record.
    public init(_ record: RequestRecord, of charger: String) {
        self.charger = charger
        number = record.id
        subject = record.subject
        source = record.source
        asked = record.asked
        outcome = record.outcome
        reason = record.reason
        inForce = record.inForce
        askedAt = record.askedAt
        time = record.time
    }

    /// How long it took, ms; nil while it has not ended.
    public var milliseconds: Int64? {
        guard outcome != nil else { return nil }
        return max(0, time.subtractingReportingOverflow(askedAt).partialValue)
    }
}
