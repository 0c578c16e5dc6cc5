// SPDX-License-Identifier: MIT
public import MQTTClient

/// What else has its messages over the process's connection: a grid meter, a plug.
public protocol MQTTListener: Sendable {
    /// What to subscribe to.
    var filters: [String] { get }
    /// The broker is connected, and the subscriptions are on their way.
    func connected() async
    /// The broker is gone.
    func disconnected() async
    /// Why there is no connection to the broker, at the loss and whenever an attempt fails for another reason.
    func brokerIsAway(_ reason: String) async
    /// A message that arrived; it may be about something else.
    func received(_ message: MQTTMessage) async
}

extension MQTTListener {
    /// Most only care that it is gone.
    public func brokerIsAway(_ reason: String) async {}
}
