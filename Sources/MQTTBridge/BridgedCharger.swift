// SPDX-License-Identifier: MIT
/// One charger as the hub sees it.
public struct BridgedCharger: Sendable {
    /// Its name, for the log.
    public let name: String
    /// Its topics.
    public let topics: ChargerTopics
    /// Where requests go.
    public let port: any ChargerPort
    /// What publishes its values.
    public let publisher: ChargerPublisher
    /// What announces it to Home Assistant.
    public let announcer: HomeAssistantAnnouncer
    /// Whether anything but a person can decide its current, so that there is a mode to choose.
    public let hasControl: Bool

    /// Puts the parts of a charger together.
    public init(
        name: String, topics: ChargerTopics, port: any ChargerPort, publisher: ChargerPublisher,
        announcer: HomeAssistantAnnouncer, hasControl: Bool = false
    ) {
        self.name = name
        self.topics = topics
        self.port = port
        self.publisher = publisher
        self.announcer = announcer
        self.hasControl = hasControl
    }
}
