// SPDX-License-Identifier: MIT
/// Everything the configuration file says, checked, with defaults filled in.
public struct Configuration: Sendable, Hashable {
    /// The chargers to serve: at least one, each with its own name and serial port.
    public var chargers: [ChargerSettings]
    /// The broker and how to talk to it.
    public var mqtt: MQTTBrokerSettings
    /// What Home Assistant is told.
    public var homeAssistant: HomeAssistantSettings
    /// The folder of the state files (`state.path`); nil: the service chooses.
    public var statePath: String?
    /// Where the history database lives (`history.path`); nil: no history is asked for.
    public var historyPath: String?
    /// The page and the API (`web`); nil: no page is asked for.
    public var web: WebPageSettings?
    /// How much is logged.
    public var logLevel: LogLevel
    /// The name of this bridge among others (`instance`); nil: the host name.
    public var instance: String?

    /// Creates a configuration without a file.
    ///
    /// - Parameters:
    ///   - chargers: The chargers to serve.
    ///   - mqtt: The broker.
    ///   - homeAssistant: What Home Assistant is told.
    ///   - statePath: The folder of the state files, nil: the service chooses.
    ///   - historyPath: The history database, nil: none.
    ///   - web: The page and the API, nil: none.
    ///   - logLevel: How much is logged.
    ///   - instance: The name of this bridge, nil: the host name.
    public init(
        chargers: [ChargerSettings],
        mqtt: MQTTBrokerSettings,
        homeAssistant: HomeAssistantSettings = HomeAssistantSettings(),
        statePath: String? = nil,
        historyPath: String? = nil,
        web: WebPageSettings? = nil,
        logLevel: LogLevel = .info,
        instance: String? = nil
    ) {
        self.chargers = chargers
        self.mqtt = mqtt
        self.homeAssistant = homeAssistant
        self.statePath = statePath
        self.historyPath = historyPath
        self.web = web
        self.logLevel = logLevel
        self.instance = instance
    }
}
