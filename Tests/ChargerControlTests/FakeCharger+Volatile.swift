// SPDX-License-Identifier: MIT
import ChargerControl

/// The register of a pretended charger that lapses.
struct FakeVolatileRegister {
    /// Some time after the last write it is forgotten.
    static let lasts: Duration = .seconds(55)

    /// Tenths of an ampere; nil when there is none.
    var limit: Int?
    var writtenAt: Duration = .zero
    /// Whether the charger keeps to it.
    var isObeyed = true
    /// Whether the charger knows the register at all.
    var isThere = true
    /// Whether a write is answered and forgotten.
    var isForgetful = false
    /// Whether answers about it get lost.
    var isMute = false
    /// Whether another device says that it governs the charger.
    var isGovernedByOthers = false

    mutating func lapse(at now: Duration) {
        if now - writtenAt >= Self.lasts { limit = nil }
    }
}

extension FakeCharger {
    /// What really limits the current, in 0.1 A.
    var effective: Int {
        guard register.isObeyed, let lower = register.limit else { return limit }
        return min(limit, lower)
    }

    mutating func writeVolatile(_ wanted: CurrentLimit, at now: Duration) -> WriteResult {
        guard isOn, manner != .deaf else { return .unanswered(inForce: nil) }
        guard manner != .declines, register.isThere else {
            return .declined(reason: "unknown register", inForce: nil)
        }
        if !register.isForgetful { register.limit = wanted.deciamperes }
        register.writtenAt = now
        if manner == .mumbles { return .unanswered(inForce: nil) }
        return .confirmed(inForce: CurrentLimit(deciamperes: register.limit ?? 65_534))
    }

    var answerToVolatileRead: ChargerEvent {
        guard isOn, !register.isMute, manner == .answers || manner == .declines else {
            return .volatileNotRead(reason: "no answer", isRefused: false)
        }
        guard register.isThere else { return .volatileNotRead(reason: "unknown register", isRefused: true) }
        return .volatileRead(register.limit.map { CurrentLimit(deciamperes: $0) })
    }

    var networkMode: NetworkSign {
        .mode(
            isGovernedByOthers: register.isGovernedByOthers, isExternallyControlled: register.limit != nil)
    }
}
