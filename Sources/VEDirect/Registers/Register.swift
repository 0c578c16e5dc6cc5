// SPDX-License-Identifier: MIT
/// A register: where it is, how its bytes are to be read, and what may be done with it.
public struct Register: Sendable, Hashable {
    /// The address, as in ``HexRequest/get(_:)``.
    public let address: UInt16
    /// The name in words.
    public let name: String
    /// How its bytes are to be read.
    public let format: Format
    /// What one step of a raw number is worth, in ``unit``.
    public let scale: Scale
    /// What it is measured in.
    public let unit: Unit
    /// Whether it can be written.
    public let access: Access
    /// Whether writing it wears the charger's memory.
    public let storage: Storage
    /// Whether a charger sends it without being asked, as seen in logs.
    public let sentUnasked: Bool
    /// The raw numbers that mean "not available".
    public let notAvailableValues: [Int]

    /// A register not in the table.
    /// - Parameters:
    ///   - address: where it is.
    ///   - name: in words.
    ///   - format: how its bytes are to be read.
    ///   - scale: what one step is worth.
    ///   - unit: what it is measured in.
    ///   - access: whether it can be written.
    ///   - storage: whether writing wears the memory.
    ///   - sentUnasked: whether it comes without being asked for.
    ///   - hasNotAvailable: whether the format's usual number means "not available" here.
    public init(
        _ address: UInt16, _ name: String, _ format: Format, scale: Scale = .one, unit: Unit = .none,
        access: Access = .readOnly, storage: Storage = .volatile, sentUnasked: Bool = false,
        hasNotAvailable: Bool = true
    ) {
        self.address = address
        self.name = name
        self.format = format
        self.scale = scale
        self.unit = unit
        self.access = access
        self.storage = storage
        self.sentUnasked = sentUnasked
        notAvailableValues = hasNotAvailable ? format.notAvailable.map { [$0] } ?? [] : []
    }

    /// The register at an address, nil when it is not in the table.
    public static func at(_ address: UInt16) -> Register? { byAddress[address] }

    /// The record of an earlier charge cycle.
    /// - Parameter index: 0 for the active one, then backwards; at most 39.
    /// - Returns: nil when there can be no such record.
    public static func cycle(_ index: Int) -> Register? {
        // 0x1099 is another register; the records end before it.
        guard let offset = UInt16(exactly: index), offset < 40 else { return nil }
        return Register(
            activeCycle.address + offset, "charge cycle \(index)", .record(nil), sentUnasked: index == 0)
    }

    private static let byAddress = Dictionary(
        all.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
}

extension Register {
    /// Whether a register can be written.
    public enum Access: Sendable, Hashable {
        /// It can only be read.
        case readOnly
        /// It can be read and written.
        case readWrite
    }

    /// Where a charger keeps a register.
    public enum Storage: Sendable, Hashable {
        /// In working memory.
        case volatile
        /// In memory that wears with writing.
        case nonVolatile
    }

    /// What a register is measured in.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// Nothing: a code, a count, bits or text.
        case none = ""
        /// Volts.
        case volt = "V"
        /// Amperes.
        case ampere = "A"
        /// Ampere-hours.
        case ampereHour = "Ah"
        /// Seconds.
        case second = "s"
        /// Hours.
        case hour = "h"
        /// Degrees Celsius.
        case degreeCelsius = "°C"
    }

    /// A power of ten by which raw numbers are multiplied; exact, unlike a binary fraction.
    public struct Scale: Sendable, Hashable {
        /// -3 to 0: 0.001 to 1.
        public let powerOfTen: Int

        /// A scale.
        /// - Parameter powerOfTen: -3 to 0; others are brought into that range.
        public init(powerOfTen: Int) { self.powerOfTen = min(0, max(-3, powerOfTen)) }

        /// Raw numbers are the quantity itself.
        public static let one = Scale(powerOfTen: 0)

        /// How many thousandths of the unit one step is: 1, 10, 100 or 1000.
        public var thousandths: Int {
            switch powerOfTen {
            case -3: 1
            case -2: 10
            case -1: 100
            default: 1000
            }
        }
    }
}
