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
    private let state = Mutex(State())

    init(name: String, channel: any Channel) {
        self.name = name
        self.channel = channel
    }

    func write(_ bytes: [UInt8]) throws(LinkError) {
        if let refusal = reserve(bytes.count) { throw refusal }
        if channel.eventLoop.inEventLoop {
            send(bytes)
        } else {
            channel.eventLoop.execute { self.send(bytes) }
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
