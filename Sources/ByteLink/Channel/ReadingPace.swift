// SPDX-License-Identifier: MIT
import NIOCore

/// How often a channel reads: as bytes come, or at most every so often for a while.
///
/// On its event loop only.
final class ReadingPace {
    private let channel: any Channel
    private var slice: TimeAmount = .zero
    private var end: NIODeadline?
    private var waiting: Scheduled<Void>?

    init(channel: any Channel) { self.channel = channel }

    func readAtMost(every slice: Duration, for duration: Duration) {
        self.slice = TimeAmount(slice)
        end = .now() + TimeAmount(duration)
    }

    func readAtOnce() {
        end = nil
        guard let waiting else { return }
        waiting.cancel()
        self.waiting = nil
        channel.read()
    }

    /// Whether to read now; if not, the channel is asked to read when the time has come.
    func readsNow() -> Bool {
        if waiting != nil { return false }
        guard let end else { return true }
        let now = NIODeadline.now()
        guard now < end else {
            self.end = nil
            return true
        }
        waiting = channel.eventLoop.assumeIsolated().scheduleTask(deadline: min(now + slice, end)) {
            self.waiting = nil
            self.passOn()
        }
        return false
    }

    /// Reads once, whatever the pace.
    private func passOn() {
        isPassing = true
        channel.read()
        isPassing = false
    }

    /// Whether the read that comes is the one that was waited for.
    private(set) var isPassing = false
}
