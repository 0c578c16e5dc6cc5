// SPDX-License-Identifier: MIT
/// Events in order, with a bound on the messages among them.
struct EventBuffer {
    private var events: [MQTTEvent?] = []
    private var head = 0
    private var messages = 0
    private var bytes = 0

    /// Adds an event at the end.
    ///
    /// - Returns: how many older messages had to go to make room.
    mutating func append(_ event: MQTTEvent) -> Int {
        guard case .message(let message) = event else {
            appendConnectionEvent(event)
            return 0
        }
        events.append(event)
        messages += 1
        bytes += message.payload.count
        return dropSurplus()
    }

    /// Takes the oldest event.
    mutating func popFirst() -> MQTTEvent? {
        while head < events.count {
            let event = events[head]
            events[head] = nil
            head += 1
            compact()
            guard let event else { continue }
            forget(event)
            return event
        }
        return nil
    }

    /// A broker that is away for a day must not fill the memory of a process whose reader is stuck.
    private mutating func appendConnectionEvent(_ event: MQTTEvent) {
        if event.isFailedAttempt, events.count > head, events[events.count - 1]?.isFailedAttempt == true {
            events[events.count - 1] = event
        } else {
            events.append(event)
        }
    }

    private mutating func dropSurplus() -> Int {
        var dropped = 0
        var index = head
        while messages > MQTTLimits.waitingMessages || bytes > MQTTLimits.waitingBytes, index < events.count {
            if case .message = events[index], let event = events[index] {
                forget(event)
                events[index] = nil
                dropped += 1
            }
            index += 1
        }
        skipHoles()
        return dropped
    }

    private mutating func forget(_ event: MQTTEvent) {
        guard case .message(let message) = event else { return }
        messages -= 1
        bytes -= message.payload.count
    }

    private mutating func skipHoles() {
        while head < events.count, events[head] == nil { head += 1 }
        compact()
    }

    private mutating func compact() {
        guard head > 64, head * 2 > events.count else { return }
        events.removeFirst(head)
        head = 0
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
