// SPDX-License-Identifier: MIT
import ChargerControl

/// A request as the API shows it: each key always there.
struct RequestState: Encodable, Sendable, Hashable {
    var id: Int
    var charger: String
    var subject: String
    var source: String
    var asked: String
    /// `waiting`, `written`, or how it ended: `acknowledged`, `superseded`, `refused`, `failed`, `timed out`,
    /// `interrupted`.
    var state: String
    var ended: Bool
    @OrNull var reason: String?
    /// The limit in force, as the charger last said.
    @OrNull var inForceAmperes: Double?
    @OrNull var waitsUntil: Timestamp?
    var askedAt: Timestamp
    var time: Timestamp

    init(_ record: RequestRecord, of charger: String) {
        id = record.id
        self.charger = charger
        subject = record.subject.rawValue
        source = record.source.rawValue
        asked = record.asked
        state = record.outcome?.rawValue ?? (record.isBeingWritten ? "written" : "waiting")
        ended = record.outcome != nil
        reason = record.reason
        inForceAmperes = record.inForce?.amperes
        waitsUntil = record.waitsUntil.map { Timestamp(unixMilliseconds: $0) }
        askedAt = Timestamp(unixMilliseconds: record.askedAt)
        time = Timestamp(unixMilliseconds: record.time)
    }
}

/// How the connection to the broker is, as the API shows it.
struct BrokerShown: Encodable, Sendable, Hashable {
    var connected: Bool
    var address: String
    @OrNull var reason: String?

    init(_ state: BrokerState) {
        connected = state.isConnected
        address = state.address
        reason = state.reason
    }
}
