// SPDX-License-Identifier: MIT
/// How an attempt at a connection ended.
enum AttemptEnd: Error {
    /// The program wants to stop.
    case stopped
    /// Nobody there, or no answer.
    case unreachable(String)
    /// The broker closed the connection without an answer to the greeting, as some do that don't know
    /// the protocol version.
    case closedUnanswered(String)
    /// The broker said that it does not speak this protocol version.
    case versionRefused(String)
    /// The broker said no.
    case refused(Refusal)
    /// The connection stood and was lost.
    case lost(String)
}

/// A broker's no.
struct Refusal {
    let reason: String
    /// Whether only a change of settings, here or at the broker, can heal it.
    let isLasting: Bool
}
