// SPDX-License-Identifier: MIT
/// The bits of register 0x200E: who a charger listens to.
public struct NetworkMode: OptionSet, Sendable, Hashable {
    /// The register's byte.
    public let rawValue: UInt8

    /// The mode with these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Networked; a charger that stands alone says so too.
    public static let networked = NetworkMode(rawValue: 1 << 0)
    /// It follows another device.
    public static let slave = NetworkMode(rawValue: 1 << 1)
    /// Its limits come from outside.
    public static let externalControl = NetworkMode(rawValue: 1 << 2)
    /// A battery management system must be heard; the charger keeps this for ever.
    public static let bms = NetworkMode(rawValue: 1 << 3)
    /// The master of its instance.
    public static let instanceMaster = NetworkMode(rawValue: 1 << 5)
    /// On standby.
    public static let standby = NetworkMode(rawValue: 1 << 6)

    /// Whether another device than its host governs a charger in this mode.
    ///
    /// Says nothing about a network that only shares measurements: a charger in one has the mode of a charger
    /// that stands alone.
    public var isGovernedByOthers: Bool {
        !isSubset(of: [.networked, .externalControl, .instanceMaster])
    }
}

/// The one network mode that this library's users may write: networked, limits from outside (0x05).
///
/// There is no way to make another. The bit of a battery management system in particular can't be set: the
/// charger stores it, and stops for good once its host is gone.
public struct HostNetworkMode: Sendable, Hashable {
    /// Networked, limits from outside.
    public static let limitsFromHost = HostNetworkMode()

    private init() {}

    /// The mode as a charger shows it.
    public var mode: NetworkMode { [.networked, .externalControl] }
}

extension HexRequest {
    /// Writes register 0x200E, as often as ``Register/networkCurrentLimit``.
    public static func set(_ mode: HostNetworkMode) -> HexRequest {
        .set(Register.networkMode.address, value: [mode.mode.rawValue])
    }
}
