// SPDX-License-Identifier: MIT
/// The battery type (0xEDF1) and voltages in 0.01 V that a chemistry is charged with.
struct VoltagePreset: Sendable {
    let batteryType: Int
    let absorption: Int
    let float: Int
    let storage: Int

    /// - Parameters:
    ///   - chemistry: What is charged.
    ///   - scale: 1 for a 12 V battery, 2 for 24 V.
    init(_ chemistry: Chemistry, per12Volts scale: Int) {
        switch chemistry {
        case .liFePO4:
            (batteryType, absorption, float, storage) = (8, 1420 * scale, 1350 * scale, 1350 * scale)
        case .leadAcid:
            (batteryType, absorption, float, storage) = (3, 1440 * scale, 1380 * scale, 1320 * scale)
        }
    }

    /// The preset a battery type stands for; nil for 0xFF, user-defined.
    init?(batteryType: Int, per12Volts scale: Int) {
        if batteryType == 0xFF { return nil }
        self.init(batteryType == 8 ? .liFePO4 : .leadAcid, per12Volts: scale)
    }
}
