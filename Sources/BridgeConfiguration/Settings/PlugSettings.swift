// SPDX-License-Identifier: MIT
/// A switch in the charger's mains, told by MQTT (`surplus.plug`).
public struct PlugSettings: Sendable, Hashable {
    /// Where it takes commands.
    public var commandTopic: String
    /// Where it says how it stands.
    public var stateTopic: String
    /// Where in the state's JSON; nil: the payload is the state.
    public var statePointer: String?
    /// What it is told to go on.
    public var payloadOn: String
    /// What it is told to go off.
    public var payloadOff: String
    /// What it says when it is on; nil: as it is told.
    public var stateOn: String?
    /// What it says when it is off; nil: as it is told.
    public var stateOff: String?
    /// Where it says whether it is there; nil: nowhere.
    public var availabilityTopic: String?
    /// Where in the availability's JSON; nil: the payload is it.
    public var availabilityPointer: String?
    /// Whether the broker keeps the last command.
    public var retains: Bool
    /// Published to with ``queryPayload`` to have it tell its state; nil: it can't be asked.
    public var queryTopic: String?
    /// What makes it tell its state.
    public var queryPayload: String
    /// The surplus from which it may go on, W; nil: whenever that gains more than a switching costs.
    public var enableWatts: Double?
    /// How long that must be there first.
    public var enableDelay: Duration
    /// The surplus below which it may go off, W; nil: whenever that gains more than a switching costs.
    public var disableWatts: Double?
    /// How long it must be below first.
    public var disableDelay: Duration
    /// Least time on.
    public var minimumOn: Duration
    /// Least time off.
    public var minimumOff: Duration
    /// Most switchings in any 24 hours.
    public var dailySwitchings: Int

    /// Names a plug.
    public init(
        commandTopic: String, stateTopic: String, statePointer: String? = nil, payloadOn: String = "ON",
        payloadOff: String = "OFF", stateOn: String? = nil, stateOff: String? = nil,
        availabilityTopic: String? = nil, availabilityPointer: String? = nil,
        retains: Bool = false, queryTopic: String? = nil, queryPayload: String = "",
        enableWatts: Double? = nil,
        enableDelay: Duration = .seconds(2), disableWatts: Double? = nil,
        disableDelay: Duration = .seconds(2), minimumOn: Duration = .seconds(30),
        minimumOff: Duration = .seconds(30), dailySwitchings: Int = 60
    ) {
        self.commandTopic = commandTopic
        self.stateTopic = stateTopic
        self.statePointer = statePointer
        self.payloadOn = payloadOn
        self.payloadOff = payloadOff
        self.stateOn = stateOn
        self.stateOff = stateOff
        self.availabilityTopic = availabilityTopic
        self.availabilityPointer = availabilityPointer
        self.retains = retains
        self.queryTopic = queryTopic
        self.queryPayload = queryPayload
        self.enableWatts = enableWatts
        self.enableDelay = enableDelay
        self.disableWatts = disableWatts
        self.disableDelay = disableDelay
        self.minimumOn = minimumOn
        self.minimumOff = minimumOff
        self.dailySwitchings = dailySwitchings
    }
}
