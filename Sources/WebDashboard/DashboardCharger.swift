// SPDX-License-Identifier: MIT
public import ChargerControl

/// What the page and the API need of a charger at work.
public protocol DashboardCharger: Sendable {
    /// The charger's name, as configured: part of the API's paths.
    var name: String { get }
    /// A nicer name, to be shown.
    var label: String { get }
    /// The state from now on; a slow reader gets the newest.
    func reports() -> AsyncStream<ChargerReport>
    /// How requests stand from now on, each change of each.
    func records() -> AsyncStream<RequestRecord>
    /// The state now.
    func report() async -> ChargerReport
    /// Asks for something; how it stands and ends comes over ``records()``.
    /// - Parameters:
    ///   - subject: what it is about.
    ///   - payload: the text of the request, as on a command topic: `12.5`, `full for 2 h`.
    ///   - source: who asks.
    /// - Returns: the request's number; nil when the charger takes no more of them, as the program stops.
    func ask(_ subject: RequestSubject, _ payload: [UInt8], source: RequestSource) async -> Int?
    /// Reads a register at the charger.
    /// - Parameter register: its name, or its number such as `0xEDF0`.
    /// - Throws: ``RegisterUnread`` with the reason in words.
    func read(_ register: String) async throws(RegisterUnread) -> RegisterShown
}

/// How the connection to the broker is.
public struct BrokerState: Sendable, Hashable {
    /// Whether it stands.
    public var isConnected: Bool
    /// Where the broker is, such as `192.0.2.10:1883`; no user name, no password.
    public var address: String
    /// Why it does not stand, in words; nil when it does.
    public var reason: String?

    /// Makes a state.
    public init(isConnected: Bool, address: String, reason: String? = nil) {
        self.isConnected = isConnected
        self.address = address
        self.reason = reason
    }
}

/// What the page and the API need of the connection to the broker.
public protocol DashboardBroker: Sendable {
    /// The state now, and from now on each change of it.
    func states() -> AsyncStream<BrokerState>
}
