// SPDX-License-Identifier: MIT
import ChargerControl

/// The limit register of a pretended charger, with what can go wrong between it and the bridge.
struct FakeCharger {
    /// What happens to a question or a write.
    enum Manner: CaseIterable {
        /// Everything is answered.
        case answers
        /// It talks, but nothing sent to it arrives.
        case deaf
        /// It does what it is told, but its answers get lost.
        case mumbles
        /// It refuses every write.
        case declines
    }

    /// Tenths of an ampere in force.
    var limit: Int
    var minimum = 75
    var maximum = 300
    var manner = Manner.answers
    /// Whether mains is on; without it nothing is said or heard.
    var isOn = true {
        didSet { if !isOn { register.limit = nil } }
    }
    /// The register that lapses.
    var register = FakeVolatileRegister()
    /// The low-current mode, or what is heard of it in its place.
    var lowCurrent = LowCurrentReading.mode(.off)
    /// Writes that reached the settings memory.
    var memoryWrites = 0

    init(limit: Int) { self.limit = limit }

    mutating func write(_ wanted: CurrentLimit) -> WriteResult {
        guard isOn, manner != .deaf else { return .unanswered(inForce: nil) }
        guard manner != .declines else {
            return .declined(reason: "not now", inForce: CurrentLimit(deciamperes: limit))
        }
        limit = min(max(wanted.deciamperes, minimum), maximum)
        memoryWrites += 1
        return manner == .mumbles
            ? .unanswered(inForce: nil) : .confirmed(inForce: CurrentLimit(deciamperes: limit))
    }

    var answerToRead: ChargerEvent {
        guard isOn, manner == .answers || manner == .declines else {
            return .limitNotRead(reason: "no answer", isRefused: false)
        }
        return .limitRead(CurrentLimit(deciamperes: limit))
    }
}
