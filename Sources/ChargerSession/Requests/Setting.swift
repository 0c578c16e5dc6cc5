// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Everything that this program can ever set at a charger; what is not here can't be sent.
enum Setting: Sendable, Hashable {
    /// The limit that the charger keeps without power (register 0xEDF0).
    case persistentLimit(CurrentLimit)
    /// The limit that lapses unless renewed (register 0x2015).
    case volatileLimit(CurrentLimit)
    /// That the host's limits hold (register 0x200E); one value, without the bit of a battery management system.
    case networkMode(HostNetworkMode)

    /// The low-current mode (register 0xE001).
    case lowCurrentMode(LowCurrentMode)

    /// Whether it wears the charger's memory, so that it is never sent blindly again.
    var wears: Bool {
        switch self {
        case .persistentLimit, .volatileLimit, .networkMode: register.storage == .nonVolatile
        // Not documented: taken as kept, like every other setting that a person makes in the app.
        case .lowCurrentMode: true
        }
    }

    /// How often it may be sent without an answer in between.
    var tries: Int { wears ? 1 : 3 }

    /// The register it goes to.
    var register: Register {
        switch self {
        case .persistentLimit: .chargeCurrentLimit
        case .volatileLimit: .networkCurrentLimit
        case .networkMode: .networkMode
        case .lowCurrentMode: .lowCurrentMode
        }
    }

    /// The frame; nil when the value does not fit the register.
    var request: HexRequest? {
        switch self {
        case .persistentLimit(let limit), .volatileLimit(let limit):
            (try? register.encode(limit.deciamperes)).map { .set(register.address, value: $0) }
        case .networkMode(let mode): .set(mode)
        case .lowCurrentMode(let mode):
            (try? register.encode(mode.number)).map { .set(register.address, value: $0) }
        }
    }
}
