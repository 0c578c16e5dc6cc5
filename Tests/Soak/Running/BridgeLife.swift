// SPDX-License-Identifier: MIT
import ByteLink
import ChargerControl
public import ChargerSession
import Logging
public import MQTTBridge
import MQTTClient
import Synchronization

extension LiveCharger: ChargerPort {}

/// One life of the bridge process, from its start to its stop or kill: everything but the serial port, the
/// network and the disk is what users run.
final class BridgeLife: Sendable {
    struct Part: Sendable {
        let site: Site
        let live: LiveCharger
        let link: InMemoryLink
        let status: WatchedConnection
        let bridged: BridgedCharger
        let heard: Collected<UInt8>
        let records: Collected<RequestRecord>
        let disk: Disk
        let sunny: AsyncStream<Roof.Word>.Continuation
        let sunnyWords: AsyncStream<Roof.Word>
        let plugOrders: Collected<Bool>
    }

    let parts: [Part]
    let published: Collected<MQTTMessage>
    private let connection: WatchedConnection
    private let hub: BridgeHub
    private let stopping = Mutex(false)
    private let stopSign = AsyncStream<Void>.makeStream()

    static let base = "soak"
    static let instance = "soak-bridge"

    /// Puts a bridge together as the program does.
    /// - Parameters:
    ///   - sites: the chargers, with the disk of each.
    ///   - broker: the broker.
    ///   - clock: the machine's clocks.
    init(_ sites: [(site: Site, disk: Disk)], broker: InMemoryBroker, clock: SoakClock) {
        let time = clock.source()
        let published = Collected<MQTTMessage>()
        self.published = published
        let will = BridgeHub.bridgeWill(base: Self.base, instance: Self.instance)
        let connection = Self.connection("bridge", will, broker, published)
        self.connection = connection
        parts = sites.map { site, disk in
            Part(site, disk, connection: connection, broker: broker, published: published, time: time)
        }
        hub = BridgeHub(
            connection: connection, chargers: parts.map(\.bridged),
            listeners: parts.filter { $0.site.control != nil }.map { PlugOverBroker(live: $0.live) },
            base: Self.base, instance: Self.instance,
            homeAssistantStatus: "homeassistant/status", logger: Self.quiet)
    }

    /// A logger that says nothing.
    static let quiet = Logger(label: "soak") { _ in SwiftLogNoOpLogHandler() }

    static func connection(
        _ name: String, _ will: MQTTMessage, _ broker: InMemoryBroker, _ published: Collected<MQTTMessage>
    ) -> WatchedConnection {
        let settings = MQTTSettings(host: "in-memory", clientID: name, will: will)
        return WatchedConnection(broker.connection(settings), published: published)
    }

    /// The program's wiring: ends when told to stop, or when cancelled.
    func run() async {
        await withTaskGroup { group in
            group.addTask { await self.connection.run() }
            group.addTask { await self.hub.run() }
            for part in parts {
                group.addTask { await part.status.run() }
                group.addTask { await part.bridged.publisher.runStatus() }
                group.addTask { await part.hear() }
            }
            await serve()
            group.cancelAll()
        }
    }

    private func serve() async {
        await withTaskGroup { group in
            for part in parts {
                let reports = part.live.reports.elements(bound: 1)
                let announced = part.live.reports.elements(bound: 1)
                let records = part.live.records.elements(bound: 1000)
                let watched = part.live.records.elements(bound: 1000)
                let orders = part.live.plugOrders.elements(bound: 4)
                let states = part.live.states.elements(bound: 1)
                group.addTask { await part.bridged.publisher.run(reports: reports, records: records) }
                group.addTask { await part.bridged.announcer.run(reports: announced) }
                group.addTask { for await record in watched { part.records.put(record) } }
                group.addTask { for await isOn in orders { part.plugOrders.put(isOn) } }
                group.addTask { await part.hearTheRoof() }
                group.addTask {
                    for await state in states {
                        part.disk.save(state)
                        await part.live.saved(state)
                    }
                }
            }
            await runChargers()
        }
    }

    private func runChargers() async {
        await withTaskGroup { group in
            for part in parts { group.addTask { await part.live.run() } }
            for await _ in stopSign.stream { break }
            if !Task.isCancelled {
                for part in parts { await part.live.prepareToStop() }
            }
            group.cancelAll()
        }
    }

    /// Asks for a clean stop.
    func stop() { stopSign.continuation.finish() }

    /// Nothing of this process gets out any more; its task is to be cancelled.
    func die() {
        connection.cut()
        for part in parts {
            part.status.cut()
            part.disk.detach()
            part.link.hangUp()
        }
    }
}

extension BridgeLife.Part {
    fileprivate init(
        _ site: Site, _ disk: Disk, connection: WatchedConnection, broker: InMemoryBroker,
        published: Collected<MQTTMessage>, time: TimeSource
    ) {
        self.site = site
        self.disk = disk
        link = InMemoryLink(name: site.name)
        let kept = disk.load()
        var charger = Charger(
            settings: site.settings, initialLimit: site.initialLimit, control: site.control, kept: kept,
            isFirstStart: kept == nil,
            at: time.now())
        let known = charger.snapshot(at: time.now())
        live = LiveCharger(
            name: site.name, opener: link, charger: charger, time: time, logger: BridgeLife.quiet)
        status = BridgeLife.connection(
            "status-\(site.name)", ChargerPublisher.statusWill(site.topics), broker, published)
        let uptime: @Sendable () -> Duration = { time.now().uptime }
        let publisher = ChargerPublisher(
            topics: site.topics, instance: BridgeLife.instance, version: "soak", interval: site.interval,
            values: connection, status: status, now: uptime)
        let announcer = HomeAssistantAnnouncer(
            settings: DiscoverySettings(),
            charger: DiscoveredCharger(
                vendor: "victron", name: site.name, topics: site.topics,
                bridgeTopic: ChargerTopics.bridge(base: BridgeLife.base, instance: BridgeLife.instance),
                identity: known.identity, bounds: known.bounds,
                control: known.control.map { OfferedControl($0) }),
            origin: DiscoveryOrigin(version: "soak"), connection: connection, now: uptime, sleep: time.sleep)
        bridged = BridgedCharger(
            name: site.name, topics: site.topics, port: live, publisher: publisher, announcer: announcer,
            hasControl: site.control != nil)
        heard = Collected()
        records = Collected()
        plugOrders = Collected()
        (sunnyWords, sunny) = AsyncStream.makeStream()
    }
}

extension BridgeLife.Part {
    /// What the bridge sends, until its life ends.
    fileprivate func hear() async {
        do {
            for try await bytes in link.device.incoming { heard.put(all: bytes) }
        } catch {
            // The charger's end of an in-memory link never breaks.
        }
    }
}

extension BridgeLife.Part {
    /// What meter and plug say, until the bridge's life ends.
    fileprivate func hearTheRoof() async {
        for await word in sunnyWords {
            switch word {
            case .grid(let watts): await live.grid(watts: watts)
            case .meterFails: await live.meterFailed("it does not answer")
            case .plugIsThere(let isThere): await live.plug(isAvailable: isThere)
            case .plug(let isOn): await live.plug(isOn: isOn)
            }
        }
    }
}

/// Without a broker it is not known how the plug stands.
private struct PlugOverBroker: MQTTListener {
    let live: LiveCharger
    let filters: [String] = []

    func connected() async {}
    func disconnected() async { await live.plug(isOn: nil) }
    func received(_ message: MQTTMessage) async {}
}
