// SPDX-License-Identifier: MIT
import NIOCore
import Synchronization

/// One reader of live events: what waits for it, and what wakes it.
///
/// Of a state only the newest waits. Requests are events that all count; a reader that leaves too many of
/// them lying is given up.
final class Viewer: Sendable {
    /// What happened to what is offered to a viewer.
    enum Verdict: Sendable { case kept, tooSlow }

    private struct Waiting {
        var newest: [String: ByteBuffer] = [:]
        /// The order in which the newest came first.
        var order: [String] = []
        var events: [ByteBuffer] = []
    }

    private static let mostEvents = 200

    /// One element whenever something waits.
    let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let waiting = Mutex(Waiting())

    init() {
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Offers the newest state of a thing, in place of an older one.
    func offer(_ event: ByteBuffer, about thing: String) {
        waiting.withLock { waiting in
            if waiting.newest.updateValue(event, forKey: thing) == nil { waiting.order.append(thing) }
        }
        wake.yield()
    }

    /// Offers an event that counts for itself.
    func offer(_ event: ByteBuffer) -> Verdict {
        let hasRoom = waiting.withLock { waiting in
            guard waiting.events.count < Self.mostEvents else { return false }
            waiting.events.append(event)
            return true
        }
        if hasRoom { wake.yield() }
        return hasRoom ? .kept : .tooSlow
    }

    /// All that waits, requests before states.
    func take() -> [ByteBuffer] {
        waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting.events + waiting.order.compactMap { waiting.newest[$0] }
        }
    }

    /// Ends the reading.
    func finish() { wake.finish() }
}
