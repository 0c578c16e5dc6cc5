// SPDX-License-Identifier: MIT
public import ChargerControl

/// What a plug has last told.
public struct SmartPlugState: Sendable, Hashable {
    /// Whether it is on.
    public enum Position: String, Sendable, Hashable, CaseIterable {
        /// It said that it is on.
        case on
        /// It said that it is off.
        case off
        /// It has not said yet, or what it said is out of date.
        case unknown
    }

    /// Whether it is on.
    public var position: Position
    /// When it said so; nil while not known.
    public var heard: Moment?
    /// Whether the word is one that the broker had kept (retained): the last known, of unknown age.
    public var isKept: Bool
    /// False when the plug can't be reached; nil when nothing tells.
    public var isReachable: Bool?

    static let unknown = SmartPlugState(position: .unknown, heard: nil, isKept: false, isReachable: nil)
}

/// What a plug has to tell.
public enum SmartPlugReport: Sendable, Hashable {
    /// Its state, whether changed or not: each is an answer.
    case state(SmartPlugState)
    /// Something arrived that is no state, and why; nothing has changed.
    case ignored(String)
}
