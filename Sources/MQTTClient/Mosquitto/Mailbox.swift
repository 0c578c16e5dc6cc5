// SPDX-License-Identifier: MIT
internal import Synchronization

/// What other threads want from the connection's thread.
///
/// Its lock is never held while the library is called, so nobody who publishes waits for the network.
final class Mailbox: Sendable {
    enum Command {
        case publish(MQTTMessage)
        case subscribe(String, MQTTQoS)
        case unsubscribe(String)
    }

    private struct State {
        var isOpen = false
        var isStopping = false
        var commands: [Command] = []
        var sentUnconfirmed = 0

        var isFull: Bool { commands.count + sentUnconfirmed >= MQTTLimits.outstandingPublishes }
    }

    private let state = Mutex(State())
    let wake = WakeSignal()

    var isOpen: Bool { state.withLock { $0.isOpen } }
    var isStopping: Bool { state.withLock { $0.isStopping } }

    @discardableResult
    func post(_ command: Command) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard state.isOpen, !state.isStopping else { return (false, false) }
            if case .publish = command, state.isFull { return (false, false) }
            state.commands.append(command)
            return (true, state.commands.count == 1)
        }
        // Whoever finds commands waiting knows that the thread has been woken for them already.
        if isFirst { wake.raise() }
        return isTaken
    }

    /// From here on the thread finishes and nothing more is taken.
    func stop() {
        state.withLock { $0.isStopping = true }
        wake.raise()
    }

    /// Called by the connection's thread: commands are taken from now on.
    func open() {
        state.withLock { $0.isOpen = true }
    }

    /// Called by the connection's thread: what was not sent is forgotten.
    func close() {
        state.withLock { state in
            state.isOpen = false
            state.commands = []
            state.sentUnconfirmed = 0
        }
    }

    /// Called by the connection's thread.
    ///
    /// - Parameter unconfirmed: publishes that the library has and the broker has not confirmed.
    func take(unconfirmed: Int) -> [Command] {
        state.withLock { state in
            state.sentUnconfirmed = unconfirmed
            guard !state.commands.isEmpty else { return [] }
            let commands = state.commands
            state.commands = []
            // Counted until the thread reports again, so that the bound holds in between.
            state.sentUnconfirmed += commands.count
            return commands
        }
    }
}
