// SPDX-License-Identifier: MIT
import ChargerControl
import NIOCore

/// The newest of everything, and who is to be told of it.
///
/// It reads each charger's feeds once, however many viewers there are.
actor Board {
    private var places: [Place]
    private let broker: (any DashboardBroker)?
    private var brokerState: BrokerState?
    private var viewers: [ObjectIdentifier: Viewer] = [:]
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0
    private let mostViewers: Int

    /// Somebody who waits for the end of a request.
    private struct Waiter {
        var charger: String
        var id: Int
        var end: AsyncStream<RequestRecord>.Continuation
    }

    static let heartbeat: Duration = .seconds(5)
    /// Pages hear of a reading this much later than the broker, so as not to take its turn on a small machine.
    static let courtesy: Duration = .milliseconds(20)

    init(_ chargers: [any DashboardCharger], broker: (any DashboardBroker)?, mostViewers: Int) {
        places = chargers.map(Place.init)
        self.broker = broker
        self.mostViewers = mostViewers
    }

    // MARK: Following

    /// Follows all feeds until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for (index, place) in places.enumerated() {
                let reports = place.charger.reports()
                let records = place.charger.records()
                group.addTask { await self.follow(reports, at: index) }
                group.addTask { await self.follow(records, at: index) }
                group.addTask { await self.begin(at: index) }
            }
            if let broker {
                let states = broker.states()
                group.addTask { await self.follow(states) }
            }
            group.addTask { await self.beat() }
        }
        for viewer in viewers.values { viewer.finish() }
    }

    /// Until the first report comes by itself.
    private func begin(at index: Int) async {
        let report = await places[index].charger.report()
        if places[index].report == nil { take(report, at: index) }
    }

    private func follow(_ reports: AsyncStream<ChargerReport>, at index: Int) async {
        for await report in reports {
            if !viewers.isEmpty { try? await Task.sleep(for: Self.courtesy) }
            take(report, at: index)
        }
    }

    private func follow(_ records: AsyncStream<RequestRecord>, at index: Int) async {
        for await record in records { take(record, at: index) }
    }

    private func follow(_ states: AsyncStream<BrokerState>) async {
        for await state in states where state != brokerState {
            brokerState = state
            tell(about: "broker", LiveEvent.make("broker", BrokerShown(state)))
        }
    }

    private func beat() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.heartbeat)
            guard !viewers.isEmpty else { continue }
            tell(about: "heartbeat", LiveEvent.make("heartbeat", LiveEvent.Heartbeat()))
            for place in places where place.isStale { tellState(of: place) }
        }
    }

    private func take(_ report: ChargerReport, at index: Int) {
        places[index].take(report)
        // Nobody looks: nothing to write.
        if !viewers.isEmpty { tellState(of: places[index]) }
    }

    private func tellState(of place: Place) {
        guard let state = place.state else { return }
        tell(about: "state \(place.charger.name)", LiveEvent.make("state", state))
    }

    private func take(_ record: RequestRecord, at index: Int) {
        places[index].take(record)
        let charger = places[index].charger.name
        for waiter in waiters.values where waiter.charger == charger && waiter.id == record.id {
            waiter.end.yield(record)
            if record.outcome != nil { waiter.end.finish() }
        }
        guard !viewers.isEmpty else { return }
        let event = LiveEvent.make("request", RequestState(record, of: charger))
        for (key, viewer) in viewers where viewer.offer(event) == .tooSlow {
            viewer.finish()
            viewers[key] = nil
        }
    }

    private func tell(about thing: String, _ event: ByteBuffer) {
        for viewer in viewers.values { viewer.offer(event, about: thing) }
    }

    // MARK: Viewers

    /// How many look at this moment.
    var viewerCount: Int { viewers.count }

    /// Whether one more may look.
    var hasRoom: Bool { viewers.count < mostViewers }

    /// Takes a viewer in, and shows it how everything is; nil when there are too many.
    func admit() -> Viewer? {
        guard hasRoom else { return nil }
        let viewer = Viewer()
        viewers[ObjectIdentifier(viewer)] = viewer
        viewer.offer(LiveEvent.make("broker", brokerShown), about: "broker")
        for place in places {
            guard let state = place.state else { continue }
            viewer.offer(LiveEvent.make("state", state), about: "state \(place.charger.name)")
        }
        return viewer
    }

    /// Forgets a viewer.
    func dismiss(_ viewer: Viewer) { viewers[ObjectIdentifier(viewer)] = nil }

    // MARK: Questions

    /// All chargers that are known, in the configuration's order.
    var states: [ChargerState] { places.compactMap(\.state) }

    /// How the broker is; without one it is said to be off.
    var brokerShown: BrokerShown {
        BrokerShown(
            brokerState ?? BrokerState(isConnected: false, address: "", reason: "not connected yet"))
    }

    /// Why the program can't be relied on just now; empty when it can.
    var problems: [String] {
        let broker = brokerShown
        let words = broker.connected ? [] : ["broker: \(broker.reason ?? "not connected")"]
        return places.compactMap(\.problem) + words
    }

    /// A charger's newest requests.
    func records(of charger: String) -> [RequestRecord] {
        places.first { $0.charger.name == charger }?.newestRecords ?? []
    }

    // MARK: Waiting

    /// Waits for the end of a request.
    /// - Returns: how it stands when it has ended or the patience has; nil when nothing was heard of it.
    func end(of id: Int, charger: String, patience: Duration) async -> RequestRecord? {
        var last = places.first { $0.charger.name == charger }?.records[id]
        if last?.outcome != nil { return last }
        let (changes, end) = AsyncStream<RequestRecord>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = nextWaiter
        nextWaiter += 1
        waiters[number] = Waiter(charger: charger, id: id, end: end)
        defer { waiters[number] = nil }
        await withTaskGroup { group in
            group.addTask {
                try? await Task.sleep(for: patience)
                end.finish()
            }
            for await change in changes { last = change }
            group.cancelAll()
        }
        return last
    }
}
