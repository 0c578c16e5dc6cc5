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
    ///   - nominalVolts: 12 or 24 V.
    ///   - maximumDeciamperes: Maximum current in 0.1 A.
    ///   - outputs: Number of outputs.
    public init(productID: UInt16, name: String, nominalVolts: Int, maximumDeciamperes: Int, outputs: Int) {
        self.productID = productID
        self.name = name
        self.nominalVolts = nominalVolts
        self.maximumDeciamperes = min(max(maximumDeciamperes, 4), 10_000)
        self.outputs = min(max(outputs, 1), 3)
    }

    /// The model with a product id.
    /// - Parameter productID: As in the text field `PID`; nil when no simulated charger has it.
    public init?(productID: UInt16) {
        guard let model = Self.all.first(where: { $0.productID == productID }) else { return nil }
        self = model
    }

    /// The model with a name.
    ///
    /// `24|12` is an IP22 with one output, `24|12 (3)` one with three, `IP43 12|50 (3)` a Phoenix Smart;
    /// the form with a slash (`12/30`) names the product ids sold under it. A product id as
    /// `0xA334` works too.
    /// - Parameter name: Name or product id; nil when no simulated charger has it.
    public init?(named name: String) {
        if name.hasPrefix("0x") || name.hasPrefix("0X") {
            guard let id = UInt16(name.dropFirst(2), radix: 16) else { return nil }
            self.init(productID: id)
        } else {
            let spaced = " \(name)"
            guard
                let model = Self.all.first(where: {
                    $0.name == name || $0.name.hasSuffix(spaced) || $0.name.contains(spaced + " (")
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
