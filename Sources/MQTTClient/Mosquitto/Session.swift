// SPDX-License-Identifier: MIT
internal import CMosquitto
internal import Glibc

/// One attempt at a connection, from the greeting to its end.
///
/// Lives on the connection's thread only.
final class Session {
    /// How long a goodbye may take.
    static let goodbyeTime = Duration.seconds(2)

    private let settings: MQTTSettings
    private let mailbox: Mailbox
    private let events: EventQueue
    private let client: MosquittoClient
    private var unconfirmed = 0
    private var filters: [Int32: String] = [:]
    private var greeting: Int32?
    private var farewell: Int32?
    /// A broker's reason to refuse a message, until it is told.
    private var publishRefusal: Int32?
    private var refusalToldAt: ContinuousClock.Instant?

    init(settings: MQTTSettings, version: MQTTVersion, mailbox: Mailbox, events: EventQueue)
        throws(AttemptEnd)
    {
        self.settings = settings
        self.mailbox = mailbox
        self.events = events
        client = try MosquittoClient(settings: settings, version: version)
    }

    /// Greets the broker and returns when it has said yes.
    func open(_ address: String) throws(AttemptEnd) {
        try client.connect(address)
        let deadline = ContinuousClock.now + settings.connectTimeout
        while true {
            if mailbox.isStopping { throw .stopped }
            let left = deadline - .now
            guard left > .zero else {
                throw .unreachable("the broker at \(settings.authority) does not answer")
            }
            let failure = step(upTo: left)
            if let greeting { return try judge(greeting) }
            if let failure {
                throw failure.isClosed
                    ? .closedUnanswered(settings.unanswered(failure.reason)) : .unreachable(failure.reason)
            }
        }
    }

    /// Moves messages until the connection is lost or the program stops.
    ///
    /// - Parameter announce: called when messages are taken, before any arrives.
    func stay(_ announce: () -> Void) -> AttemptEnd {
        mailbox.open()
        announce()
        defer { mailbox.close() }
        while !mailbox.isStopping {
            if let failure = step(upTo: lookAround) {
                return .lost(farewell.flatMap(settings.words(disconnect:)) ?? failure.reason)
            }
            tellPublishRefusal()
        }
        sayGoodbye()
        return .stopped
    }

    /// Seldom: whoever hears of it publishes everything again, and the broker may refuse that, too.
    private func tellPublishRefusal() {
        guard let code = publishRefusal,
            refusalToldAt.map({ .now - $0 >= settings.backoff.afterRefusal }) ?? true
        else { return }
        publishRefusal = nil
        refusalToldAt = .now
        events.send(.publishRefused(reason: settings.words(publishRefusal: code)))
    }

    private func judge(_ code: Int32) throws(AttemptEnd) {
        guard code != 0 else { return }
        let refusal = Refusal(code: code, settings: settings)
        throw Refusal.isAboutVersion(code) ? .versionRefused(refusal.reason) : .refused(refusal)
    }

    /// Often enough to see a missing sign of life in good time, seldom enough to cost nothing.
    private var lookAround: Duration { min(max(settings.keepAlive / 6, .milliseconds(500)), .seconds(10)) }
}

extension Session {
    private struct Failure {
        let reason: String
        let isClosed: Bool
    }

    /// Waits for something to do, and does it.
    private func step(upTo timeout: Duration) -> Failure? {
        let interest = client.wantsToWrite ? POLLIN | POLLOUT : POLLIN
        mailbox.wake.wait(socket: client.socket, events: interest, timeout: timeout)
        for command in mailbox.take(unconfirmed: unconfirmed) { perform(command) }
        errno = 0
        let result = mosquitto_loop(client.handle, 0, 1)
        let error = errno
        for arrival in client.takeArrivals() { handle(arrival) }
        if result == MOSQ_ERR_SUCCESS.code, client.socket >= 0 { return nil }
        // When the library closed the socket itself, what it reported says why; 0 says nothing.
        let reported = farewell.flatMap { $0 == 0 ? nil : $0 } ?? MOSQ_ERR_CONN_LOST.code
        let code = result == MOSQ_ERR_SUCCESS.code ? reported : result
        return Failure(
            reason: client.words(code, error, isGreeted: greeting != nil),
            isClosed: code == MOSQ_ERR_CONN_LOST.code && client.complaints.isEmpty)
    }

    private func perform(_ command: Mailbox.Command) {
        switch command {
        case .publish(let message): publish(message)
        case .subscribe(let filter, let qos): subscribe(filter, qos)
        case .unsubscribe(let filter): mosquitto_unsubscribe(client.handle, nil, filter)
        }
    }

    private func publish(_ message: MQTTMessage) {
        let result = mosquitto_publish(
            client.handle, nil, message.topic, Int32(clamping: message.payload.count), message.payload,
            Int32(message.qos.rawValue), message.retain)
        if result == MOSQ_ERR_SUCCESS.code {
            unconfirmed += 1
        } else {
            events.count { $0.refusedPublishes &+= 1 }
        }
    }

    private func subscribe(_ filter: String, _ qos: MQTTQoS) {
        var id: Int32 = 0
        guard TopicFilter(filter) != nil,
            mosquitto_subscribe(client.handle, &id, filter, Int32(qos.rawValue)) == MOSQ_ERR_SUCCESS.code
        else { return events.send(.subscriptionRefused(filter: filter)) }
        filters[id] = filter
    }

    private func handle(_ arrival: MosquittoClient.Arrival) {
        switch arrival {
        case .greeting(let code): greeting = code
        case .farewell(let code): farewell = farewell ?? code
        case .confirmed(let reason):
            unconfirmed = max(0, unconfirmed - 1)
            guard reason >= 0x80 else { return }
            events.count { $0.refusedPublishes &+= 1 }
            publishRefusal = reason
        case .subscription(let id, let isGranted):
            guard let filter = filters.removeValue(forKey: id) else { return }
            events.send(isGranted ? .subscribed(filter: filter) : .subscriptionRefused(filter: filter))
        case .message(let message): events.send(.message(message))
        case .oversizedMessage: events.count { $0.oversizedMessages &+= 1 }
        case .malformedTopic: events.count { $0.malformedTopics &+= 1 }
        }
    }
}

extension Session {
    /// A broker that gets a clean disconnect throws the will away, so its message is published here.
    ///
    /// With a confirmation, whatever the will says: only then is it known to have arrived.
    private func sayGoodbye() {
        for command in mailbox.take(unconfirmed: unconfirmed) { perform(command) }
        if var will = settings.will {
            will.qos = .atLeastOnce
            publish(will)
        }
        let deadline = ContinuousClock.now + Self.goodbyeTime
        while unconfirmed > 0 || client.wantsToWrite, .now < deadline {
            if step(upTo: deadline - .now) != nil { return }
        }
        mosquitto_disconnect(client.handle)
        while client.socket >= 0, client.wantsToWrite, .now < deadline {
            if step(upTo: deadline - .now) != nil { return }
        }
    }
}
