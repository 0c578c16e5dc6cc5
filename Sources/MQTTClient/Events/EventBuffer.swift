// SPDX-License-Identifier: MIT
/// Events in order, with a bound on the messages among them.
///
/// Messages and events about the connection wait each in a line of their own, so that dropping the oldest message
/// leaves no hole behind an event that may not be dropped.
struct EventBuffer {
    private var messages = WaitingLine<MQTTMessage>()
    private var events = WaitingLine<MQTTEvent>()
    private var bytes = 0
    private var next = 0

    /// Adds an event at the end.
    ///
    /// - Returns: how many older messages had to go to make room.
    mutating func append(_ event: MQTTEvent) -> Int {
        next += 1
        guard case .message(let message) = event else {
            appendConnectionEvent(event)
            return 0
        }
        messages.append(message, number: next)
        bytes += message.payload.count
        return dropSurplus()
    }

    /// Takes the oldest event.
    mutating func popFirst() -> MQTTEvent? {
        if let message = messages.first, events.first.map({ message.number < $0.number }) ?? true {
            return popMessage().map { .message($0) }
        }
        return events.popFirst()
    }

    /// A broker that is away for a day must not fill the memory of a process whose reader is stuck.
    private mutating func appendConnectionEvent(_ event: MQTTEvent) {
        if event.isFailedAttempt, let last = events.last, last.item.isFailedAttempt,
            messages.last.map({ $0.number < last.number }) ?? true
        {
            events.replaceLast(event, number: next)
        } else {
            events.append(event, number: next)
        }
    }

    private mutating func dropSurplus() -> Int {
        var dropped = 0
        while messages.count > MQTTLimits.waitingMessages || bytes > MQTTLimits.waitingBytes {
            guard popMessage() != nil else { break }
            dropped += 1
        }
        return dropped
    }

    private mutating func popMessage() -> MQTTMessage? {
        guard let message = messages.popFirst() else { return nil }
        bytes -= message.payload.count
        return message
    }
}

/// First in, first out, each with the number of its turn.
private struct WaitingLine<Item> {
    typealias Place = (item: Item, number: Int)

    private var places: [Place?] = []
    private var head = 0

    var count: Int { places.count - head }
    var first: Place? { head < places.count ? places[head] : nil }
    var last: Place? { head < places.count ? places[places.count - 1] : nil }

    mutating func append(_ item: Item, number: Int) { places.append((item, number)) }

    mutating func replaceLast(_ item: Item, number: Int) {
        guard count > 0 else { return }
        places[places.count - 1] = (item, number)
    }

    mutating func popFirst() -> Item? {
        guard let first else { return nil }
        places[head] = nil
        head += 1
        // Seldom enough that an item is moved about once in all.
        if head > 64, head * 2 > places.count {
            places.removeFirst(head)
            head = 0
        }
        return first.item
    }
}

extension MQTTEvent {
    fileprivate var isFailedAttempt: Bool {
        switch self {
        case .unreachable, .refused: true
        default: false
        }
    }
}
