// SPDX-License-Identifier: MIT
/// A battery chemistry, as far as charging it is concerned.
public enum Chemistry: String, Sendable, CaseIterable {
    /// Lithium iron phosphate: a flat voltage, a steep end.
    case liFePO4 = "lifepo4"
    /// Flooded, gel or AGM lead-acid: a slope, and a long absorption.
    case leadAcid = "lead-acid"

    /// Cells in series in a 12 V battery.
    var cellsPer12Volts: Int {
        switch self {
        case .liFePO4: 4
        case .leadAcid: 6
        }
    }

    /// Rested open-circuit voltage of one cell at a state of charge of 0, 0.1, … 1, in volts.
    ///
    /// Typical published curves; a simulator needs their shape, not their last millivolt.
    private var restedCellVolts: [Double] {
        switch self {
        case .liFePO4: Self.liFePO4CellVolts
        case .leadAcid: Self.leadAcidCellVolts
        }
    }

    private static let liFePO4CellVolts = [
        2.80, 3.20, 3.24, 3.27, 3.285, 3.295, 3.305, 3.325, 3.330, 3.335, 3.39,
    ]
    private static let leadAcidCellVolts = [
        1.90, 1.95, 1.98, 2.00, 2.02, 2.04, 2.06, 2.075, 2.09, 2.11, 2.13,
    ]

    /// How steeply the battery refuses current near full: the numerator of the acceptance term.
    var fullnessResistance: Double {
        switch self {
        case .liFePO4: 0.2
        case .leadAcid: 0.6
        }
    }

    /// Rested open-circuit voltage of one cell.
    /// - Parameter stateOfCharge: 0 (empty) … 1 (full); values outside are held at the ends.
    /// - Returns: Volts.
    func restedCellVolts(at stateOfCharge: Double) -> Double {
        let table = restedCellVolts
        let position = stateOfCharge.held(in: 0...1) * Double(table.count - 1)
        let lower = min(Int(position), table.count - 2)
        let share = position - Double(lower)
        return table[lower] + (table[lower + 1] - table[lower]) * share
    }
}
