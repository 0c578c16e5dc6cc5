// SPDX-License-Identifier: MIT
/// Something that happened to a charger or to the bridge.
public struct HistoryEvent: Sendable, Hashable, Codable {
    /// What happened.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The program started.
        case started
        /// The program stopped.
        case stopped
        /// The broker is gone.
        case brokerLost = "broker lost"
        /// The broker is connected again.
        case brokerBack = "broker back"
        /// The charger is not heard any more.
        case silent
        /// The charger is heard.
        case heard
        /// The link to the charger was opened again.
        case linkReopened = "link reopened"
        /// The charger reports an error.
        case error
        /// The charger reports no error any more.
        case errorCleared = "error cleared"
        /// Something holds the limit down.
        case cap
        /// Nothing holds the limit down any more.
        case capLifted = "cap lifted"
        /// Anything else, in words.
        case other
    }

    /// Its number in the database, higher for a later one; 0 before it is stored.
    public var id: Int64 = 0
    /// When, ms since 1970 (UTC).
    public var time: Int64
    /// The charger's name; nil: the whole bridge.
    public var charger: String?
    /// What.
    public var kind: Kind
    /// Details in words; may be empty.
    public var text: String

    /// Makes an event that is not stored yet.
    /// - Parameters:
    ///   - kind: what happened.
    ///   - charger: the charger's name; nil: the whole bridge.
    ///   - text: details in words.
    ///   - time: ms since 1970.
    public init(_ kind: Kind, charger: String? = nil, _ text: String = "", time: Int64) {
        self.kind = kind
        self.charger = charger
        self.text = text
        self.time = time
    }
}
