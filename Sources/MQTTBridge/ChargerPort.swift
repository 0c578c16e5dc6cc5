// SPDX-License-Identifier: MIT
public import ChargerControl

/// What the broker's side needs of a charger at work.
public protocol ChargerPort: Sendable {
    /// A request that did not come over the configured command topic.
    func request(_ payload: [UInt8], source: RequestSource) async
    /// A message on the configured command topic.
    func command(_ payload: [UInt8], isRetained: Bool) async
    /// A message on the topic of the cap from outside.
    func cap(_ payload: [UInt8]) async
    /// A request about control: the mode, the reserve, the maximum.
    func control(_ subject: RequestSubject, _ payload: [UInt8], source: RequestSource) async
    /// The broker is gone.
    func brokerLost() async
    /// The subscription to the charger's command topics stands.
    func brokerStands() async
    /// Another bridge works on the same charger.
    func noticed(otherBridge: String) async
}
