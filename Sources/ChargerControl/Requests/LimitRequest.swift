// SPDX-License-Identifier: MIT
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
    /// Surplus control, within its budget of writes.
    case surplus
    /// Surplus control, which has nothing to go by and lowers to be safe.
    case fallback
    /// A mode that asks for all the charger may give, or gives the limit back to a person.
    case mode
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
        case .mqtt, .page, .commandLine, .surplus, .fallback, .mode: true
        case .retained, .configuration, .kept, .cap, .otherHand: false
        }
    }

    /// Whether a person's hand is behind it: automatic control gives way to that.
    var isByHand: Bool {
        switch self {
        case .mqtt, .page, .commandLine, .retained, .otherHand: true
        case .surplus, .fallback, .mode, .configuration, .kept, .cap: false
        }
    }

    /// Whether automatic control asks: nobody's hand is behind it just now.
    var isAutomatic: Bool { self == .surplus || self == .fallback || self == .mode }

    /// Whether a wish still stands after a restart or a cap; what the sun gave is decided anew.
    var outlastsItsMoment: Bool { self != .surplus && self != .fallback }

    /// Whether it is done at any price: lowering for safety is never held back.
    var isForSafety: Bool { self == .cap || self == .fallback }
}

/// What a request is about.
public enum RequestSubject: String, Sendable, Hashable, Codable, CaseIterable {
    /// The charge current limit, in amperes.
    case limit
    /// Who decides it.
    case mode
    /// The power that surplus control leaves unused, in watts.
    case reserve
    /// The most that surplus control may use, in amperes.
    case maximum
    /// The charger's low-current mode.
    case lowCurrent = "low current"
}

/// How a request ended.
public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
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
    /// What it is about.
    public var subject: RequestSubject
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
    /// The limit in force, as the charger last said; nil when that is not known, and for the low-current mode,
    /// under which less than the limit flows.
    public var inForce: CurrentLimit?
    /// When it was asked, milliseconds since 1970.
    public var askedAt: Int64
    /// When it came to this, milliseconds since 1970.
    public var time: Int64

    /// Whether it is on its way to the charger at this moment.
    public var isBeingWritten: Bool { outcome == nil && reason == Self.beingWritten }

    static let beingWritten = "being written"

    /// Makes a record.
    public init(
        id: Int, subject: RequestSubject = .limit, source: RequestSource, asked: String, askedAt: Int64
    ) {
        self.id = id
        self.subject = subject
        self.source = source
        self.asked = asked
        self.askedAt = askedAt
        time = askedAt
    }
}

extension RequestRecord {
    /// Reads what an older version wrote too: all its requests were about the limit.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int.self, forKey: .id)
        subject = try values.decodeIfPresent(RequestSubject.self, forKey: .subject) ?? .limit
        source = try values.decode(RequestSource.self, forKey: .source)
        asked = try values.decode(String.self, forKey: .asked)
        outcome = try values.decodeIfPresent(Outcome.self, forKey: .outcome)
        reason = try values.decodeIfPresent(String.self, forKey: .reason)
        waitsUntil = try values.decodeIfPresent(Int64.self, forKey: .waitsUntil)
        inForce = try values.decodeIfPresent(CurrentLimit.self, forKey: .inForce)
        askedAt = try values.decode(Int64.self, forKey: .askedAt)
        time = try values.decode(Int64.self, forKey: .time)
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
