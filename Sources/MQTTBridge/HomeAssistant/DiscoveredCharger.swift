// SPDX-License-Identifier: MIT
public import ChargerControl

/// A charger as Home Assistant is to know it.
public struct DiscoveredCharger: Sendable, Hashable {
    /// The vendor, `device.vendor`; with the name it makes the identity of all entities.
    public var vendor: String
    /// The charger's name, `device.name`.
    public var name: String
    /// A nicer name to show, `device.label`.
    ///
    /// Entities that exist keep their entity ids; those that come later get theirs from it.
    public var label: String?
    /// Where its values are.
    public var topics: ChargerTopics
    /// The topic that says whether the bridge runs.
    public var bridgeTopic: String
    /// Which charger it is; nil until it is known.
    public var identity: ChargerIdentity?
    /// Between which currents the limit can be set; nil until it is known, and then no limit is offered.
    public var bounds: LimitBounds?
    /// What this charger measures besides what all do, once it was seen or announced before.
    public var extras: Set<ExtraMeasurement>
    /// Who can decide its current; nil where only a person can.
    public var control: OfferedControl?

    /// Makes a charger; what is not known is left out.
    /// - Parameters:
    ///   - vendor: `device.vendor`.
    ///   - name: `device.name`.
    ///   - label: `device.label`.
    ///   - topics: where its values are.
    ///   - bridgeTopic: the topic that says whether the bridge runs.
    ///   - identity: which charger it is.
    ///   - bounds: between which currents the limit can be set.
    ///   - extras: what it measures besides what all do.
    ///   - control: who can decide its current.
    public init(
        vendor: String, name: String, label: String? = nil, topics: ChargerTopics, bridgeTopic: String,
        identity: ChargerIdentity? = nil, bounds: LimitBounds? = nil, extras: Set<ExtraMeasurement> = [],
        control: OfferedControl? = nil
    ) {
        self.vendor = vendor
        self.name = name
        self.label = label
        self.topics = topics
        self.bridgeTopic = bridgeTopic
        self.identity = identity
        self.bounds = bounds
        self.extras = extras
        self.control = control
    }

    /// The device's identity in Home Assistant, and the beginning of every unique id: `{vendor}_{name}`, as
    /// the Python script had it.
    public var uniqueID: String { "\(vendor)_\(name)" }
}

/// What there is to choose and to show of who decides the current; it follows from the configuration.
public struct OfferedControl: Sendable, Hashable {
    /// The modes that can be chosen.
    public var modes: [ControlMode]
    /// Whether there is a grid meter.
    public var hasMeter: Bool
    /// Whether there is a plug.
    public var hasPlug: Bool

    /// Takes from a status what does not change.
    public init(_ status: ControlStatus) {
        modes = status.modes
        hasMeter = status.hasMeter
        hasPlug = status.hasPlug
    }
}

/// What only some chargers measure.
///
/// An entity that is for ever unknown is clutter, so these appear with the first value, and stay.
public enum ExtraMeasurement: String, Sendable, Hashable, CaseIterable {
    /// Battery temperature: there is one with a sensor on the battery.
    case batteryTemperature = "temperature"
    /// Temperature inside the charger.
    case internalTemperature = "internal_temperature"
}

/// The program as Home Assistant shows it beside what it announces.
public struct DiscoveryOrigin: Sendable, Hashable {
    /// The program's version.
    public var version: String
    /// Where help is found, an http or https address; Home Assistant drops a document with any other.
    public var supportURL: String?

    /// Names a version of the program.
    /// - Parameters:
    ///   - version: the program's version.
    ///   - supportURL: where help is found; left out if it is no http or https address.
    public init(version: String, supportURL: String? = nil) {
        self.version = version
        let isAddress = supportURL?.firstMatch(of: #/^https?://[A-Za-z0-9]/#) != nil
        self.supportURL = isAddress ? supportURL : nil
    }
}
