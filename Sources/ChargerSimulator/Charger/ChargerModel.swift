// SPDX-License-Identifier: MIT
import VEDirect

/// Which charger is simulated: its product id and what follows from it.
public struct ChargerModel: Sendable, Equatable {
    /// Product id as in the text field `PID`.
    public let productID: UInt16
    /// Family and rating, as `Blue Smart IP22 24|12 (1)`.
    public let name: String
    /// Nominal voltage, 12 or 24 V.
    public let nominalVolts: Int
    /// Maximum current in 0.1 A, as in register 0xEDDF.
    public let maximumDeciamperes: Int
    /// Number of outputs, 1 … 3.
    public let outputs: Int

    /// Creates a model, also one that nobody sells.
    /// - Parameters:
    ///   - productID: Product id.
    ///   - name: Family and rating.
    ///   - nominalVolts: 12 … 96 V.
    ///   - maximumDeciamperes: Maximum current in 0.1 A, 4 … 10 000.
    ///   - outputs: Number of outputs, 1 … 3.
    public init(productID: UInt16, name: String, nominalVolts: Int, maximumDeciamperes: Int, outputs: Int) {
        self.productID = productID
        self.name = name
        self.nominalVolts = min(max(nominalVolts, 12), 96)
        self.maximumDeciamperes = min(max(maximumDeciamperes, 4), 10_000)
        self.outputs = min(max(outputs, 1), 3)
    }

    /// The model with a product id.
    /// - Parameter productID: As in the text field `PID`; nil when its voltage and current are not known.
    public init?(productID: UInt16) {
        let product = Product(id: productID)
        guard let volts = product.ratedVolts, let amperes = product.ratedAmperes else { return nil }
        self.init(
            productID: productID, name: product.name, nominalVolts: volts, maximumDeciamperes: amperes * 10,
            outputs: product.outputs ?? 1)
    }

    /// Every model that can be simulated, in the order of product ids.
    public static let all = (UInt16(0xA300)...0xA3FF).compactMap { ChargerModel(productID: $0) }

    /// The model with a name.
    ///
    /// `24|12` is an IP22 with one output, `24|12 (3)` one with three, `IP43 12|50 (3)` a Phoenix Smart;
    /// a product id as `0xA334` works too. Several ids can have one name: the newest is taken.
    /// - Parameter name: Name or product id; nil when no simulated charger has it.
    public init?(named name: String) {
        if name.hasPrefix("0x") || name.hasPrefix("0X") {
            guard let id = UInt16(name.dropFirst(2), radix: 16) else { return nil }
            self.init(productID: id)
        } else {
            let spaced = " \(name)"
            let ip22First = Self.all.filter { !$0.isPhoenix }.reversed() + Self.all.filter(\.isPhoenix)
            guard
                let model = ip22First.first(where: {
                    $0.name == name || $0.name.hasSuffix(spaced)
                        || $0.name.contains(spaced + " (1")
                })
            else { return nil }
            self = model
        }
    }

    /// The least current that can be set, in 0.1 A: a quarter of the maximum, rounded up.
    public var minimumDeciamperes: Int { (maximumDeciamperes + 3) / 4 }

    /// A Phoenix Smart has a device mode (0x0200) and tells each output's voltage and current.
    var isPhoenix: Bool { (0xA340...0xA347).contains(productID) }
}
