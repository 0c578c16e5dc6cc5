// SPDX-License-Identifier: MIT
public import BridgeConfiguration

/// Walks the chain from the configuration to Home Assistant and says of each link how it is.
///
/// Nothing is changed: the port is listened to and asked only what changes nothing; at the broker one message of
/// its own is published and removed again. A meter or plug that speaks only when asked is asked.
public struct Doctor: Sendable {
    private let path: String
    private let environment: [String: String]
    private let listening: Duration

    /// A doctor for one configuration.
    /// - Parameters:
    ///   - path: the configuration file.
    ///   - environment: the process's environment, which may hold secrets and the state folder.
    ///   - listening: how long to listen at each port, and to a plug; to a meter twice as long.
    public init(configuration path: String, environment: [String: String], listening: Duration = .seconds(5))
    {
        self.path = path
        self.environment = environment
        self.listening = listening
    }

    /// Looks at everything, one after the other.
    /// - Parameter tell: is given each finding as it is made.
    /// - Returns: the configuration, if it can be used: for what a report must not show.
    public func examine(_ tell: (DoctorFinding) -> Void) async -> Configuration? {
        let check = ConfigurationCheck(path: path, environment: environment)
        check.findings.forEach(tell)
        if let configuration = check.configuration { await examine(configuration, tell) }
        (await ClockCheck.ofThisMachine()).findings.forEach(tell)
        VersionsCheck().findings.forEach(tell)
        return check.configuration
    }

    private func examine(_ configuration: Configuration, _ tell: (DoctorFinding) -> Void) async {
        let states = StateFolder.ofBridge(configured: configuration.statePath, environment: environment)
        for charger in configuration.chargers {
            let check = PortCheck(charger, states: states, listening: listening)
            await check.findings().about(charger.name).forEach(tell)
        }
        await BrokerCheck(configuration, listening: listening).findings().forEach(tell)
        for charger in configuration.chargers {
            guard let meter = charger.surplus?.meter else { continue }
            let check = MeterCheck(meter, listening: listening)
            await check.overModbus().about(charger.name).forEach(tell)
        }
        StateCheck(configuration, states).findings.forEach(tell)
        for place in DiskCheck.places(configuration, states) { DiskCheck(place).findings.forEach(tell) }
    }
}
