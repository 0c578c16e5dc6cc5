// SPDX-License-Identifier: MIT
public import ChargerControl
public import MQTTClient

/// Publishes one charger: its values over the process's connection, its status over one of its own.
///
/// The status has a connection of its own since it is that connection's last will: a crash, or a cable
/// pulled, turns the charger offline at the broker.
public actor ChargerPublisher {
    private let topics: ChargerTopics
    private let instance: String
    private let version: String
    private let values: any MQTTConnection
    private let status: any MQTTConnection
    private let now: @Sendable () -> Duration
    private var schedule: PublishSchedule
    private var diagnostics = DiagnosticsValue()
    private var report: ChargerReport?
    private var record: RequestRecord?
    private var untold: [RequestRecord] = []
    /// What was told of late: if the connection was dead already, nobody has heard it.
    private var told: [(record: RequestRecord, at: Duration)] = []
    private var statusSent: Bool?

    /// Requests whose state is told when the broker is back; each of them, since each has its asker.
    private static let mostUntold = 100
    /// The longest that a connection may be dead without being noticed.
    private static let unnoticed: Duration = .seconds(90)

    /// Makes a publisher that has nothing to publish yet.
    /// - Parameters:
    ///   - topics: the charger's topics.
    ///   - instance: the name of this bridge.
    ///   - version: the program's version.
    ///   - interval: the least time between two values of a measurement.
    ///   - values: the process's connection.
    ///   - status: the charger's own connection, with ``statusWill(_:)`` as its last will.
    ///   - now: a clock that does not jump.
    public init(
        topics: ChargerTopics, instance: String, version: String, interval: Duration,
        values: any MQTTConnection,
        status: any MQTTConnection, now: @escaping @Sendable () -> Duration
    ) {
        self.topics = topics
        self.instance = instance
        self.version = version
        self.values = values
        self.status = status
        self.now = now
        schedule = PublishSchedule(interval: interval)
    }

    /// What a charger's own connection leaves behind when it breaks.
    public static func statusWill(_ topics: ChargerTopics) -> MQTTMessage {
        MQTTMessage(topic: topics.status, payload: "offline", qos: .atLeastOnce, retain: true)
    }

    /// Publishes until both streams end.
    /// - Parameters:
    ///   - reports: the charger's state, newest first to be shown.
    ///   - records: how its requests stand.
    public func run(reports: AsyncStream<ChargerReport>, records: AsyncStream<RequestRecord>) async {
        await withTaskGroup { group in
            group.addTask { for await report in reports { await self.take(report) } }
            group.addTask { for await record in records { await self.take(record) } }
        }
    }

    /// Follows the charger's own connection until it ends.
    public func runStatus() async {
        for await event in status.events {
            switch event {
            case .connected, .publishRefused:
                statusSent = nil
                publishStatus()
            default: continue
            }
        }
    }

    /// The process's connection stands anew: the broker may have lost everything.
    ///
    /// - Parameter afterLoss: whether a connection was lost before, and with it what was on its way.
    public func startOver(afterLoss: Bool = false) {
        schedule.startOver()
        diagnostics.startOver()
        publishValues()
        if afterLoss { takeBack() }
        if untold.isEmpty, let record { untold = [record] }
        publishRecords()
        statusSent = nil
        publishStatus()
    }

    private func take(_ new: ChargerReport) {
        report = new
        publishValues()
        publishStatus()
    }

    private func take(_ new: RequestRecord) {
        guard topics.result(of: new.subject) != nil else { return }
        record = new
        untold.removeAll { $0.id == new.id }
        untold.append(new)
        if untold.count > Self.mostUntold { untold.removeFirst() }
        publishRecords()
    }

    /// Somebody else spoke for this charger: the last will of an earlier run, which a broker sends late when
    /// that run's machine lost its power, or another bridge.
    ///
    /// Only a charger that is heard is defended, so that two bridges never contradict each other for ever.
    public func heardStatus(_ text: String?) {
        guard text != "online", statusSent == true else { return }
        statusSent = nil
        publishStatus()
    }

    /// What may have been lost with the connection is told again; each request has its asker.
    private func takeBack() {
        let start = now() - Self.unnoticed
        let waiting = Set(untold.map(\.id))
        untold = told.filter { $0.at >= start && !waiting.contains($0.record.id) }.map(\.record) + untold
        told = []
        untold.removeFirst(max(0, untold.count - Self.mostUntold))
    }

    private func publishValues() {
        guard let report, values.isConnected else { return }
        let time = now()
        let counters = Diagnostics(report, instance: instance, version: version)
        let offered =
            topics.values(report.snapshot)
            + [diagnostics.offer(counters, topic: topics.diagnostics, at: time)]
        for message in schedule.due(offered, at: time) {
            // Not taken: it is offered again with the next report.
            if !values.publish(message) { schedule.forget(message.topic) }
        }
    }

    private func publishRecords() {
        while let next = untold.first {
            if let topic = topics.result(of: next.subject) {
                let message = MQTTMessage(
                    topic: topic, payload: RequestResult(next).json, qos: .atLeastOnce, retain: true)
                guard values.publish(message) else { return }
            }
            untold.removeFirst()
            let time = now()
            // Filtered, not removed: a flood's room is given back.
            told = told.filter { $0.record.id != next.id && $0.at >= time - Self.unnoticed }
            told.append((next, time))
            if told.count > Self.mostUntold { told.removeFirst() }
        }
    }

    private func publishStatus() {
        let isOnline = report?.snapshot.isOnline ?? false
        guard isOnline != statusSent else { return }
        let message = MQTTMessage(
            topic: topics.status, payload: isOnline ? "online" : "offline", qos: .atLeastOnce, retain: true)
        if status.publish(message) { statusSent = isOnline }
    }
}
