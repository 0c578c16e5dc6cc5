// SPDX-License-Identifier: MIT
import NIOCore
import Synchronization

/// Sends bytes through a channel without waiting, and counts those it has not taken yet.
final class ChannelWriter: LinkWriter {
    private struct State {
        var unsent = 0
        var end: LinkError?
    }

    private let name: String
    private let channel: any Channel
    private let pace: NIOLoopBound<ReadingPace>
    private let state = Mutex(State())

    /// On the channel's event loop.
    init(name: String, channel: any Channel, pace: ReadingPace) {
        self.name = name
        self.channel = channel
        self.pace = NIOLoopBound(pace, eventLoop: channel.eventLoop)
    }

    func write(_ bytes: [UInt8]) throws(LinkError) {
        if let refusal = reserve(bytes.count) { throw refusal }
        if channel.eventLoop.inEventLoop {
            send(bytes)
        } else {
            channel.eventLoop.execute { self.send(bytes) }
        }
    }

    func readAtMost(every slice: Duration, for duration: Duration) {
        onLoop { $0.readAtMost(every: slice, for: duration) }
    }

    func readAtOnce() { onLoop { $0.readAtOnce() } }

    private func onLoop(_ change: @escaping @Sendable (ReadingPace) -> Void) {
        if channel.eventLoop.inEventLoop {
            change(pace.value)
        } else {
            channel.eventLoop.execute { change(self.pace.value) }
        }
    }

    /// Refuses all further bytes; only the first end counts.
    func end(_ error: LinkError) {
        state.withLock { $0.end = $0.end ?? error }
    }

    private func reserve(_ count: Int) -> LinkError? {
        state.withLock { state in
            if let end = state.end { return end }
            guard count <= Link.unsentLimit - state.unsent else { return .stuck(name) }
            state.unsent += count
            return nil
        }
    }

    private func send(_ bytes: [UInt8]) {
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).whenComplete { _ in
            self.state.withLock { $0.unsent -= bytes.count }
        }
    }
}
