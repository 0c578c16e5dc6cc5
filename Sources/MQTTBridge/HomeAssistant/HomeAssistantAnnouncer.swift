// SPDX-License-Identifier: MIT
public import ChargerControl
public import MQTTClient

/// Keeps what Home Assistant is told about one charger up to date.
public actor HomeAssistantAnnouncer {
    private let settings: DiscoverySettings
    private let origin: DiscoveryOrigin
    private let connection: any MQTTConnection
    private let now: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private var charger: DiscoveredCharger
    private var migration: DiscoveryMigration?
    private var announced: [MQTTMessage] = []
    private var mustAnnounce = false

    /// What to subscribe to, so that documents of another form are found.
    public nonisolated let filters: [String]

    /// Home Assistant may lose part of a document that follows a different one too soon.
    private static let pause: Duration = .milliseconds(1200)

    /// Makes an announcer that has announced nothing yet.
    /// - Parameters:
    ///   - settings: what is announced, and where.
    ///   - charger: the charger as far as it is known from before.
    ///   - origin: who announces it.
    ///   - connection: the process's connection.
    ///   - now: a clock that does not jump.
    ///   - sleep: waits on that clock.
    public init(
        settings: DiscoverySettings, charger: DiscoveredCharger, origin: DiscoveryOrigin,
        connection: any MQTTConnection, now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.settings = settings
        self.charger = charger
        self.origin = origin
        self.connection = connection
        self.now = now
        self.sleep = sleep
        let documents = HomeAssistantDocuments(settings: settings, charger: charger, origin: origin)
        filters = DiscoveryMigration(documents, at: .zero).subscriptions
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Announces what changes until the reports end.
    public func run(reports: AsyncStream<ChargerReport>) async {
        await withTaskGroup { group in
            group.addTask {
                for await report in reports { await self.take(report) }
                await self.finish()
            }
            group.addTask { for await _ in self.wakeUps { await self.work() } }
        }
    }

    /// The process's connection stands anew.
    public func connected() {
        migration = DiscoveryMigration(documents, at: now())
        mustAnnounce = true
        wake.yield()
    }

    /// A message that may be a document of ours in another form.
    public func received(_ message: MQTTMessage) {
        if migration?.arrived(message) == true { wake.yield() }
        learn(migration?.announced ?? [])
    }

    /// Publishes the documents again, as on Home Assistant's birth message.
    public func announce() {
        mustAnnounce = true
        wake.yield()
    }

    private var documents: HomeAssistantDocuments {
        HomeAssistantDocuments(settings: settings, charger: charger, origin: origin)
    }

    private func take(_ report: ChargerReport) {
        let snapshot = report.snapshot
        var seen: Set<ExtraMeasurement> = []
        if snapshot.values.batteryTemperature != nil { seen.insert(.batteryTemperature) }
        if snapshot.values.internalTemperature != nil { seen.insert(.internalTemperature) }
        learn(seen)
        guard snapshot.identity != charger.identity || snapshot.bounds != charger.bounds else { return }
        charger.identity = snapshot.identity
        charger.bounds = snapshot.bounds
        wake.yield()
    }

    private func learn(_ extras: Set<ExtraMeasurement>) {
        guard !extras.isSubset(of: charger.extras) else { return }
        charger.extras.formUnion(extras)
        wake.yield()
    }

    /// Migrates what is to be migrated, then announces what is new.
    private func work() async {
        guard migration != nil else { return }
        while let next = migrate() {
            do { try await sleep(max(next - now(), .zero)) } catch { return }
        }
        let messages = documents.messages()
        guard mustAnnounce || messages != announced else { return }
        mustAnnounce = false
        announced = messages
        for message in messages { connection.publish(message) }
        try? await sleep(Self.pause)
    }

    /// One step of the migration.
    /// - Returns: when the next is due; nil when it has finished.
    private func migrate() -> Duration? {
        guard let step = migration?.step(at: now()) else { return nil }
        // Whatever was let go has to find its successor, also when it was announced long ago.
        if !step.messages.isEmpty { mustAnnounce = true }
        for message in step.messages { connection.publish(message) }
        return step.next
    }

    private func finish() { wake.finish() }
}
