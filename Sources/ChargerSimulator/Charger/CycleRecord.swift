// SPDX-License-Identifier: MIT
/// The charge cycle that runs now: register 0x1070.
struct CycleRecord: Sendable {
    /// The charger's operation time when the cycle began, in seconds.
    let startSeconds: Double
    /// Terminal voltage when the cycle began, in volts.
    let startVolts: Double
    private var seconds = [Double](repeating: 0, count: 5)
    private var ampereHours = [Double](repeating: 0, count: 5)

    init(startSeconds: Double, startVolts: Double) {
        self.startSeconds = startSeconds
        self.startVolts = startVolts
    }

    /// Adds a time and a charge to the phase they belong to.
    mutating func add(seconds time: Double, ampereHours charge: Double, in phase: ChargePhase) {
        guard let slot = Self.slot(phase) else { return }
        seconds[slot] += time
        ampereHours[slot] += charge
    }

    /// The register's 52 bytes, in the order a real charger (firmware v3.42) sent them: version, start time,
    /// five times, five charges in 0.1 Ah, voltage at start and end in 0.01 V, battery type, termination
    /// reason (0xFF: it still runs), error.
    func bytes(error: UInt8) -> [UInt8] {
        [0] + littleEndian(Int(startSeconds), bytes: 4)
            + seconds.flatMap { littleEndian(Int($0), bytes: 4) }
            + ampereHours.flatMap { littleEndian(Int($0 * 10), bytes: 4) }
            + littleEndian(Int((startVolts * 100).rounded()), bytes: 2)
            + [0xFF, 0xFF, 0x00, 0xFF, error]
    }

    /// Bulk, absorption, recondition, float, storage.
    private static func slot(_ phase: ChargePhase) -> Int? {
        switch phase {
        case .bulk: 0
        case .absorption, .repeatedAbsorption: 1
        case .float: 3
        case .storage: 4
        case .off, .fault, .powerSupply: nil
        }
    }
}
