// SPDX-License-Identifier: MIT
/// The events of one connection, for a single reader.
///
/// They wait in a bounded buffer: events about the connection are never dropped (a repeated failure
/// replaces the one before it when neither was read), surplus messages are, oldest first, and counted.
///
/// The sequence ends when the connection's `run()` has returned and everything was read. A reader that
/// is cancelled may be followed by another; with two readers at a time, the second one ends at once.
public struct MQTTEvents: AsyncSequence, Sendable {
    /// What is read.
    public typealias Element = MQTTEvent
    /// Reading never fails.
    public typealias Failure = Never

    let queue = EventQueue()

    /// Reads one event after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let queue: EventQueue

        /// The next event; nil at the end, or when the reading task is cancelled and nothing waits.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> MQTTEvent? {
            await queue.next()
        }
    }

    /// A reader.
    public func makeAsyncIterator() -> Iterator { Iterator(queue: queue) }

    /// What was thrown away so far.
    public var dropCounts: MQTTDropCounts { queue.dropCounts }
}
