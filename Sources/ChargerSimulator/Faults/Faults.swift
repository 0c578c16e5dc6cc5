// SPDX-License-Identifier: MIT
/// What goes wrong on the wire and in the charger; can be changed while it runs.
public struct Faults: Sendable, Equatable {
    /// Where HEX frames may stand with respect to a text block.
    public enum FramesInText: String, Sendable, CaseIterable {
        /// A block is sent in one piece.
        case never
        /// Between two fields.
        case betweenFields = "between-fields"
        /// Anywhere, also in the middle of a label or value; never next to the checksum byte.
        case anywhere
    }

    /// Probability that a byte arrives with another value, 0 … 1.
    public var garbledBytes = 0.0
    /// Probability that a byte does not arrive, 0 … 1.
    public var lostBytes = 0.0
    /// Probability that a byte nobody sent arrives after a byte, 0 … 1.
    public var extraBytes = 0.0
    /// Where HEX frames may stand with respect to a text block.
    public var framesInText = FramesInText.never
    /// No text blocks.
    public var withoutText = false
    /// No unasked HEX frames; requests are still answered.
    public var withoutFrames = false
    /// Text pauses this long after each request, as old firmware does.
    public var textPauseAfterRequest = Duration.zero
    /// How many requests from now on are neither answered nor obeyed; `Int.max` for all.
    public var ignoredRequests = 0
    /// How many answers from now on get lost, the request being obeyed; `Int.max` for all.
    public var lostAnswers = 0
    /// Added to the usual delay of an answer.
    public var answerDelay = Duration.zero
    /// Flags put into every answer to get and set, such as 0x02; a set with any is not obeyed.
    public var answerFlags: UInt8 = 0
    /// Register put into every answer to get and set, in place of the one asked for.
    public var answerRegister: UInt16?
    /// Probability per second of `:4AAAAFD`, as when noise on the host's idle line looks like a frame.
    public var unaskedFrameErrors = 0.0
    /// Error code the charger reports and stops with; 0 for none.
    public var errorCode: UInt8 = 0
    /// Device state (as `CS`) the charger reports in place of its own, such as 252.
    public var reportedState: UInt8?
    /// Gives as much current as 0xEDF0 allows, whatever stands in 0x2015.
    public var disobeysNetworkLimit = false
    /// Flags put into every answer about 0x200E and 0x2015; a set with any is not obeyed.
    public var networkControlFlags: UInt8 = 0
    /// Sends what a member of a VE.Smart network sends: voltage and currents of others, its bookkeeping.
    public var inNetwork = false

    /// Nothing goes wrong.
    public static let none = Faults()

    /// Creates a set of faults with nothing going wrong.
    public init() {}
}
