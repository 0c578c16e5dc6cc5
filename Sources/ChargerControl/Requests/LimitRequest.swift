/// Who asks for a limit.
public enum RequestSource: String, Sendable, Hashable, Codable, CaseIterable {
    /// A message on a command topic.
    case mqtt
    /// A retained message found on the command topic when subscribing.
    case retained
    /// The page.
    case page
    /// The command line.
    case commandLine = "command line"
    /// Surplus control.
    case surplus
    /// `initial_current_limit` in the configuration.
    case configuration
    /// The wish kept from before, set again after a start or a silence.
    case kept = "kept wish"
    /// The configured `limit.max`, which holds against an outside hand too.
    case cap
    /// Another hand (an app) changed the limit at the charger; adopted as a wish.
    case otherHand = "other hand"

    /// Whether a person or program asked just now, so that the holds after a start do not apply.
    var isFresh: Bool {
        switch self {
        case .mqtt, .page, .commandLine, .surplus: true
        case .retained, .configuration, .kept, .cap, .otherHand: false
        }
    }
}

/// How a request ended.
public enum Outcome: String, Sendable, Hashable, Codable {
    /// In force, as the charger said.
    case acknowledged
    /// A newer request took its place.
    case superseded
    /// Not possible or not allowed; nothing was written.
    case refused
    /// The charger declined it or the link failed.
    case failed
    /// The charger did not answer.
    case timedOut = "timed out"
    /// The program ended meanwhile; the limit is read again at the next start.
    case interrupted
}

/// The life of a request, for whoever asked: waiting, being written, ended.
public struct RequestRecord: Sendable, Hashable, Codable {
    /// Number of the request; grows by one with each, over restarts too.
    public var id: Int
    /// Who asked.
    public var source: RequestSource
    /// What was asked for, as it was written.
    public var asked: String
    /// How it ended; nil while it has not.
    public var outcome: Outcome?
    /// Why it ended so, was clamped, or what it waits for.
    public var reason: String?
    /// Until when it waits at least, milliseconds since 1970.
    public var waitsUntil: Int64?
    /// The limit in force, as the charger last said; nil when that is not known.
    public var inForce: CurrentLimit?
    /// When it was asked, milliseconds since 1970.
    public var askedAt: Int64
    /// When it came to this, milliseconds since 1970.
    public var time: Int64

    /// Whether it is on its way to the charger at this moment.
    public var isBeingWritten: Bool { outcome == nil && reason == Self.beingWritten }

    static let beingWritten = "being written"

    /// Makes a record.
    public init(id: Int, source: RequestSource, asked: String, askedAt: Int64) {
        self.id = id
        self.source = source
        self.asked = asked
        self.askedAt = askedAt
        time = askedAt
    }
}

/// A write that the policy has allowed.
///
/// Only the policy can make one.
public struct ApprovedWrite: Sendable, Hashable {
    /// Number of the write, for matching its result.
    public let id: Int
    /// The limit to write.
    public let limit: CurrentLimit
    /// The register to write it to; the volatile one is renewed by writing the same limit again.
    public let register: LimitRegister

    init(id: Int, limit: CurrentLimit, register: LimitRegister) {
        self.id = id
        self.limit = limit
        self.register = register
    }
}

/// What became of an approved write.
public enum WriteResult: Sendable, Hashable {
    /// The charger answered, or was read back, and holds this limit now.
    case confirmed(inForce: CurrentLimit)
    /// The charger declined, with its reason in words; the limit in force if it could be read.
    case declined(reason: String, inForce: CurrentLimit?)
    /// No answer in all tries; the limit in force if it could be read.
    case unanswered(inForce: CurrentLimit?)
    /// The link broke meanwhile; whether the write reached the charger is not known.
    case linkLost(reason: String)
}
