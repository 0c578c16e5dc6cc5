// SPDX-License-Identifier: MIT
import Synchronization

/// What readers of the history see: the open database, and what is not in it yet.
final class HistoryShelf: Sendable {
    struct Contents: Sendable {
        var database: HistoryDatabase?
        var problem: HistoryProblem? = .unavailable("the history is not open yet")
        var buckets: [Bucket] = []
        /// Sessions that are newer here than in the database.
        var sessions: [ChargeSession] = []
        var status = HistoryStatus(problem: "the history is not open yet")
    }

    private let state = Mutex(Contents())

    var contents: Contents { state.withLock { $0 } }

    func update(_ change: (inout Contents) -> Void) { state.withLock { change(&$0) } }
}
