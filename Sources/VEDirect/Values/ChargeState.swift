// SPDX-License-Identifier: MIT
/// What a charger is doing: field `CS`, register 0x0201.
///
/// A code that is not known stays a number.
///
/// Source: VE.Direct Protocol 3.33.
public struct ChargeState: RawRepresentable, Sendable, Hashable {
    /// The code as sent.
    public let rawValue: UInt8

    /// A state from its code, known or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not charging.
    public static let off = ChargeState(rawValue: 0)
    /// Low power.
    public static let lowPower = ChargeState(rawValue: 1)
    /// Stopped by an error; see ``ChargerError``.
    public static let fault = ChargeState(rawValue: 2)
    /// Charging at the full current.
    public static let bulk = ChargeState(rawValue: 3)
    /// Charging at the absorption voltage.
    public static let absorption = ChargeState(rawValue: 4)
    /// Holding the float voltage.
    public static let float = ChargeState(rawValue: 5)
    /// Holding the storage voltage.
    public static let storage = ChargeState(rawValue: 6)
    /// Equalising, begun by hand.
    public static let equalise = ChargeState(rawValue: 7)
    /// Inverting.
    public static let inverting = ChargeState(rawValue: 9)
    /// Working as a power supply.
    public static let powerSupply = ChargeState(rawValue: 11)
    /// Starting up.
    public static let startingUp = ChargeState(rawValue: 245)
    /// A short absorption, repeated now and then in storage.
    public static let repeatedAbsorption = ChargeState(rawValue: 246)
    /// Reconditioning, or equalising by itself.
    public static let recondition = ChargeState(rawValue: 247)
    /// Battery safe: the voltage rises slowly to spare the battery.
    public static let batterySafe = ChargeState(rawValue: 248)
    /// Blocked.
    public static let blocked = ChargeState(rawValue: 250)
    /// Controlled by another device.
    public static let externalControl = ChargeState(rawValue: 252)
    /// The charger does not say.
    public static let unavailable = ChargeState(rawValue: 255)

    /// Every code that is known.
    public static let all: [ChargeState] = [
        .off, .lowPower, .fault, .bulk, .absorption, .float, .storage, .equalise, .inverting, .powerSupply,
        .startingUp, .repeatedAbsorption, .recondition, .batterySafe, .blocked, .externalControl,
        .unavailable,
    ]

    /// Whether the code is known.
    public var isKnown: Bool { knownText != nil }

    /// The state in words, such as "bulk"; "unknown state 42" for a code that is not known.
    public var text: String { knownText ?? "unknown state \(rawValue)" }

    private var knownText: String? {
        switch self {
        case .off: "off"
        case .lowPower: "low power"
        case .fault: "fault"
        case .bulk: "bulk"
        case .absorption: "absorption"
        case .float: "float"
        case .storage: "storage"
        case .equalise: "equalise"
        case .inverting: "inverting"
        case .powerSupply: "power supply"
        case .startingUp: "starting up"
        case .repeatedAbsorption: "repeated absorption"
        case .recondition: "recondition"
        case .batterySafe: "battery safe"
        case .blocked: "blocked"
        case .externalControl: "external control"
        case .unavailable: "unavailable"
        default: nil
        }
    }
}

extension ChargeState: CustomStringConvertible {
    /// The same as ``text``.
    public var description: String { text }
}
