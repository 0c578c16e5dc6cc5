// SPDX-License-Identifier: MIT
/// Opens a link to a charger, as often as it takes.
public protocol LinkOpener: Sendable {
    /// The link as a user reads it: `/dev/ttyUSB0`, `tcp://host:port`.
    var name: String { get }

    /// Opens the link, lends it to `body`, and closes it before returning, also when cancelled.
    ///
    /// The link ends with `body`: kept beyond it, its `incoming` is over and its `write` is refused.
    ///
    /// - Parameter body: runs in the caller's isolation.
    /// - Returns: what `body` returns.
    /// - Throws: `LinkError` when the link can't be opened, `CancellationError` when cancelled while
    ///   opening, and what `body` throws.
    func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R
}
