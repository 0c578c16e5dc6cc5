// SPDX-License-Identifier: MIT
import ChargerControl
import FoundationEssentials

/// The JSON of a charger's `current_limit/result` topic, and of those of the mode and its settings.
struct RequestResult: Sendable, Hashable, Codable {
    var id: Int
    var source: String
    var asked: String
    /// `waiting`, `written`, or how it ended.
    var state: String
    /// How the request ended; null while it waits or is being written.
    var outcome: String?
    var reason: String?
    /// Amperes in force, as the charger said; null when not known.
    var in_force: Double?
    var waits_until: String?
    var time: String

    init(_ record: RequestRecord) {
        id = record.id
        source = record.source.rawValue
        asked = record.asked
        state = record.outcome?.rawValue ?? (record.isBeingWritten ? "written" : "waiting")
        outcome = record.outcome?.rawValue
        reason = record.reason
        in_force = record.inForce?.amperes
        waits_until = record.waitsUntil.map(Self.text)
        time = Self.text(record.time)
    }

    var json: String { StableJSON.text(self) }

    // Always all keys, so that a template never misses one.
    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(source, forKey: .source)
        try values.encode(asked, forKey: .asked)
        try values.encode(state, forKey: .state)
        try values.encode(outcome, forKey: .outcome)
        try values.encode(reason, forKey: .reason)
        try values.encode(in_force, forKey: .in_force)
        try values.encode(waits_until, forKey: .waits_until)
        try values.encode(time, forKey: .time)
    }

    static func text(_ unixMilliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(unixMilliseconds) / 1000).formatted(.iso8601)
    }
}
