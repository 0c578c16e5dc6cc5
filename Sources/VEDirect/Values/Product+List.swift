// SPDX-License-Identifier: MIT
// Source: the product list of the VE.Direct Protocol 3.33.
extension Product {
    /// A row of the product list.
    struct Model {
        let family: Family
        let volts: Int
        let amperes: Int
        let outputs: Int?
        let suffix: String
    }

    static let models: [UInt16: Model] = [
        0xA30A: Model(family: .blueSmartIP65, volts: 12, amperes: 25, outputs: nil, suffix: ""),
        0xA320: Model(family: .blueSmartIP22, volts: 12, amperes: 15, outputs: 1, suffix: " (1)"),
        0xA321: Model(family: .blueSmartIP22, volts: 12, amperes: 15, outputs: 3, suffix: " (3)"),
        0xA322: Model(family: .blueSmartIP22, volts: 12, amperes: 20, outputs: 1, suffix: " (1)"),
        0xA323: Model(family: .blueSmartIP22, volts: 12, amperes: 20, outputs: 3, suffix: " (3)"),
        0xA324: Model(family: .blueSmartIP22, volts: 12, amperes: 30, outputs: 1, suffix: " (1)"),
        0xA325: Model(family: .blueSmartIP22, volts: 12, amperes: 30, outputs: 3, suffix: " (3)"),
        0xA326: Model(family: .blueSmartIP22, volts: 24, amperes: 8, outputs: 1, suffix: " (1)"),
        0xA327: Model(family: .blueSmartIP22, volts: 24, amperes: 8, outputs: 3, suffix: " (3)"),
        0xA328: Model(family: .blueSmartIP22, volts: 24, amperes: 12, outputs: 1, suffix: " (1)"),
        0xA329: Model(family: .blueSmartIP22, volts: 24, amperes: 12, outputs: 3, suffix: " (3)"),
        0xA32A: Model(family: .blueSmartIP22, volts: 24, amperes: 16, outputs: 1, suffix: " (1)"),
        0xA32B: Model(family: .blueSmartIP22, volts: 24, amperes: 16, outputs: 3, suffix: " (3)"),
        0xA32C: Model(family: .blueSmartIP22, volts: 12, amperes: 15, outputs: 1, suffix: " (1)"),
        0xA32D: Model(family: .blueSmartIP22, volts: 12, amperes: 15, outputs: 3, suffix: " (3)"),
        0xA32E: Model(family: .blueSmartIP22, volts: 12, amperes: 20, outputs: 1, suffix: " (1)"),
        0xA32F: Model(family: .blueSmartIP22, volts: 12, amperes: 20, outputs: 3, suffix: " (3)"),
        0xA330: Model(family: .blueSmartIP22, volts: 12, amperes: 30, outputs: 1, suffix: " (1)"),
        0xA331: Model(family: .blueSmartIP22, volts: 12, amperes: 30, outputs: 3, suffix: " (3)"),
        0xA332: Model(family: .blueSmartIP22, volts: 24, amperes: 8, outputs: 1, suffix: " (1)"),
        0xA333: Model(family: .blueSmartIP22, volts: 24, amperes: 8, outputs: 3, suffix: " (3)"),
        0xA334: Model(family: .blueSmartIP22, volts: 24, amperes: 12, outputs: 1, suffix: " (1)"),
        0xA335: Model(family: .blueSmartIP22, volts: 24, amperes: 12, outputs: 3, suffix: " (3)"),
        0xA336: Model(family: .blueSmartIP22, volts: 24, amperes: 16, outputs: 1, suffix: " (1)"),
        0xA337: Model(family: .blueSmartIP22, volts: 24, amperes: 16, outputs: 3, suffix: " (3)"),
        0xA340: Model(family: .phoenixSmartIP43, volts: 12, amperes: 50, outputs: 2, suffix: " (1+1)"),
        0xA341: Model(family: .phoenixSmartIP43, volts: 12, amperes: 50, outputs: 3, suffix: " (3)"),
        0xA342: Model(family: .phoenixSmartIP43, volts: 24, amperes: 25, outputs: 2, suffix: " (1+1)"),
        0xA343: Model(family: .phoenixSmartIP43, volts: 24, amperes: 25, outputs: 3, suffix: " (3)"),
        0xA344: Model(family: .phoenixSmartIP43, volts: 12, amperes: 30, outputs: 2, suffix: " (1+1)"),
        0xA345: Model(family: .phoenixSmartIP43, volts: 12, amperes: 30, outputs: 3, suffix: " (3)"),
        0xA346: Model(family: .phoenixSmartIP43, volts: 24, amperes: 16, outputs: 2, suffix: " (1+1)"),
        0xA347: Model(family: .phoenixSmartIP43, volts: 24, amperes: 16, outputs: 3, suffix: " (3)"),
    ]

    /// The ids of which only the family is known.
    static let families: [(ids: ClosedRange<UInt16>, family: Family)] = [
        (0xA300...0xA30F, .blueSmartIP65),
        (0xA310...0xA31D, .blueSmartIP67),
        (0xA338...0xA33C, .blueSmartIP65),
    ]
}
