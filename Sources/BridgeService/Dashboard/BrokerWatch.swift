// SPDX-License-Identifier: MIT
import History
import MQTTBridge
import MQTTClient
import Synchronization
import WebDashboard

/// Follows the connection to the broker, for the page and the history.
final class BrokerWatch: MQTTListener, DashboardBroker {
    private struct State {
        var broker: BrokerState
        var hasStood = false
        var readers: [Int: AsyncStream<BrokerState>.Continuation] = [:]
        var next = 0
    }

    let filters: [String] = []
    private let state: Mutex<State>
    private let history: HistoryKeeper?
    private let unixMilliseconds: @Sendable () -> Int64

    /// - Parameters:
    ///   - address: where the broker is.
    ///   - history: is told of losses and returns.
    ///   - unixMilliseconds: the calendar's time.
    init(
        address: String, history: HistoryKeeper?, unixMilliseconds: @escaping @Sendable () -> Int64
    ) {
        let reason = "there is no connection to the broker"
        state = Mutex(State(broker: BrokerState(isConnected: false, address: address, reason: reason)))
        self.history = history
        self.unixMilliseconds = unixMilliseconds
    }

    func states() -> AsyncStream<BrokerState> {
        let (stream, reader) = AsyncStream<BrokerState>.makeStream(bufferingPolicy: .bufferingNewest(4))
        let number = state.withLock { state in
            state.next += 1
            state.readers[state.next] = reader
            reader.yield(state.broker)
            return state.next
        }
        reader.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.readers.removeValue(forKey: number) }
        }
        return stream
    }

    func connected() async {
        history?.note(History.HistoryEvent(.brokerBack, time: unixMilliseconds()))
        change { state in
            state.isConnected = true
            state.reason = nil
        }
    }

    func disconnected() async {
        history?.note(History.HistoryEvent(.brokerLost, time: unixMilliseconds()))
        change { $0.isConnected = false }
    }

    func brokerIsAway(_ reason: String) async {
        change { state in
            state.isConnected = false
            state.reason = "\(reason); it is tried again"
        }
    }

    func received(_: MQTTMessage) async {}

    private func change(_ body: (inout BrokerState) -> Void) {
        state.withLock { state in
            body(&state.broker)
            for reader in state.readers.values { reader.yield(state.broker) }
        }
    }
}
