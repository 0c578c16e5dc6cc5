// SPDX-License-Identifier: MIT
/// Which charger it is, from its product id.
///
/// An id that is not known stays a number.
public struct Product: Sendable, Hashable {
    /// A series of chargers.
    public enum Family: String, Sendable, Hashable, CaseIterable {
        /// Blue Smart IP22.
        case blueSmartIP22 = "Blue Smart IP22"
        /// Blue Smart IP65.
        case blueSmartIP65 = "Blue Smart IP65"
        /// Blue Smart IP67.
        case blueSmartIP67 = "Blue Smart IP67"
        /// Phoenix Smart IP43.
        case phoenixSmartIP43 = "Phoenix Smart IP43"
    }

    /// The product id: field `PID`, or the answer to ``HexRequest/productID``.
    public let id: UInt16
    /// The series, nil when the id is not known.
    public let family: Family?
    /// The battery voltage it is made for, V; nil when not known.
    public let ratedVolts: Int?
    /// The highest output current, A; nil when not known.
    public let ratedAmperes: Int?
    /// The number of outputs; nil when not known.
    public let outputs: Int?
    /// The name, such as "Blue Smart IP22 24|12 (1)"; "unknown product 0xA399" when the id is not known.
    public let name: String

    /// Looks a product up.
    /// - Parameter id: any id, known or not.
    public init(id: UInt16) {
        self.id = id
        let model = Self.models[id]
        let family = model?.family ?? Self.families.first { $0.ids ~= id }?.family
        self.family = family
        ratedVolts = model?.volts
        ratedAmperes = model?.amperes
        outputs = model?.outputs
        name =
            if let model {
                "\(model.family.rawValue) \(model.volts)|\(model.amperes)\(model.suffix)"
            } else {
                family?.rawValue ?? "unknown product \(hexadecimal(id))"
            }
    }

    /// Whether the id is known, if only by its family.
    public var isKnown: Bool { family != nil }
}

extension Product: CustomStringConvertible {
    /// The same as ``name``.
    public var description: String { name }
}
