// SPDX-License-Identifier: MIT
import Foundation
import Synchronization

/// What a network does to the bytes of a `TestServer.cable`; can be changed while it is in use.
public final class TestNetwork: Sendable {
    /// How bytes get through.
    public enum Condition: Sendable, Equatable {
        /// At once.
        case open
        /// Not at all, and nobody is told: as when a router between the two has lost its power.
        case blackHole
        /// At so many bytes a second.
        case slow(Int)
    }

    private let state = Mutex(Condition.open)

    /// A network.
    ///
    /// - Parameter condition: how bytes get through at first.
    public init(_ condition: Condition = .open) { state.withLock { $0 = condition } }

    /// How bytes get through now.
    public var condition: Condition {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// Brings bytes to a socket, in its own time; what a black hole holds back comes when it is gone, as the
    /// sender would send it again.
    func carry(_ bytes: [UInt8], to target: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            var piece = rest
            switch condition {
            case .open: break
            case .blackHole:
                usleep(10_000)
                // The far side may have given up meanwhile.
                if hasEnded(target) { return false }
                continue
            case .slow(let speed):
                piece = rest.prefix(64)
                usleep(useconds_t(1_000_000 * piece.count / max(speed, 1)))
            }
            guard TestServer.send(Array(piece), target) else { return false }
            rest = rest.dropFirst(piece.count)
        }
        return true
    }

    private func hasEnded(_ socket: Int32) -> Bool {
        var poll = pollfd(fd: socket, events: 0, revents: 0)
        return Foundation.poll(&poll, 1, 0) > 0 && poll.revents & Int16(POLLHUP | POLLERR) != 0
    }
}
