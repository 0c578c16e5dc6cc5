// SPDX-License-Identifier: MIT
/// A connection over libmosquitto, on one thread of its own.
public final class MosquittoConnection: MQTTConnection {
    /// What happens, for a single reader.
    public let events = MQTTEvents()
    let settings: MQTTSettings
    let mailbox = Mailbox()

    /// A connection that is made when `run()` is called.
    ///
    /// - Parameter settings: where the broker is and how to greet it.
    public init(settings: MQTTSettings) {
        self.settings = settings
    }

    /// Whether the broker has said yes and has not been lost since.
    public var isConnected: Bool { mailbox.isOpen }

    /// How often the connection's thread has gone round: grows at least every 10 s while the thread lives,
    /// connected or not, save in the library's own connect, which the system may hold for two minutes.
    public var rounds: UInt64 { mailbox.wake.waits }

    /// Hands a message over for sending, without waiting for the network.
    ///
    /// Callable from any thread.
    ///
    /// - Parameter message: a topic with a wildcard, an empty one, or one with a NUL is refused.
    /// - Returns: false when it was not taken: not connected, too many under way, or not sendable.
    @discardableResult
    public func publish(_ message: MQTTMessage) -> Bool {
        guard TopicFilter.isPublishable(message.topic) else { return false }
        return mailbox.post(.publish(message))
    }

    /// Asks for messages; `.subscribed` or `.subscriptionRefused` follows.
    ///
    /// Does nothing while not connected.
    ///
    /// - Parameters:
    ///   - filter: a topic, with `+` and `#` as wildcards.
    ///   - qos: the most that messages are delivered with.
    public func subscribe(_ filter: String, qos: MQTTQoS) {
        mailbox.post(.subscribe(filter, qos))
    }

    /// Ends a subscription.
    ///
    /// Does nothing while not connected.
    ///
    /// - Parameter filter: the filter as it was subscribed.
    public func unsubscribe(_ filter: String) {
        mailbox.post(.unsubscribe(filter))
    }

    /// Keeps the connection up until the task is cancelled, then says goodbye, disconnects and joins the
    /// thread.
    ///
    /// To be called once.
    public func run() async {
        let thread = NamedThread(name: "mqtt") { [settings, mailbox, events] in
            var loop = ConnectionLoop(settings: settings, mailbox: mailbox, events: events.queue)
            loop.run()
        }
        await withTaskCancellationHandler {
            await thread.runToEnd()
        } onCancel: {
            mailbox.stop()
        }
        events.queue.finish()
    }
}
