// SPDX-License-Identifier: MIT
/// What was thrown away to keep memory bounded and values sound, since the connection was made.
public struct MQTTDropCounts: Sendable, Hashable {
    /// Messages dropped, oldest first, because nobody read the events fast enough.
    public var surplusMessages = 0
    /// Messages ignored because their payload was over `MQTTLimits.payloadBytes`.
    public var oversizedMessages = 0
    /// Messages ignored because their topic was not valid UTF-8.
    public var malformedTopics = 0
    /// Messages accepted by `publish` that the broker then refused, or that the library could not send.
    public var refusedPublishes = 0

    /// No drops.
    public init() {}
}

/// The bounds this module keeps.
public enum MQTTLimits {
    /// The largest payload that is passed on, in bytes.
    public static let payloadBytes = 262_144
    /// How many publishes may be under way (queued, or sent and not confirmed) before more are refused.
    public static let outstandingPublishes = 2000
    /// How many messages wait for the reader of the events before the oldest are dropped.
    public static let waitingMessages = 1000
    /// How many bytes of payload wait for the reader of the events before the oldest are dropped.
    public static let waitingBytes = 4_194_304
}
