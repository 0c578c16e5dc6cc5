// SPDX-License-Identifier: MIT
import ChargerSimulator

/// What can go wrong with one charger, its wire or its port, for a while or at once.
enum Trouble: String, CaseIterable {
    case garbledBytes = "bytes garbled"
    case flippedBits = "bits flipped"
    case lostBytes = "bytes lost"
    case extraBytes = "bytes nobody sent"
    case noiseBursts = "bursts of noise"
    case wrongDigits = "one wrong digit in a block"
    case twoWrongDigits = "two wrong digits in a block"
    case noiseToCharger = "noise towards the charger"
    case silence = "silence"
    case noText = "no text"
    case noFrames = "no frames"
    case framesInText = "frames inside blocks"
    case mainsOff = "mains off"
    case lateAnswers = "late answers"
    case noAnswers = "no answers"
    case fewAnswers = "a few requests ignored"
    case lostAnswers = "a few answers lost"
    case flags = "answers with flags"
    case wrongRegister = "answers about another register"
    case frameErrors = "frame errors nobody asked for"
    case textPauses = "text pauses for each request"
    case chargerError = "error of the charger"
    case strangeState = "state set from outside"
    case portLost = "port lost"
    case portFlaps = "port lost again and again"
    case deadWire = "wire dead in both directions"
    case appChange = "an app changes the limit"
    case lowCurrent = "an app turns low current on"

    /// How often it is chosen.
    var weight: Int {
        switch self {
        case .appChange: 4
        case .mainsOff, .silence, .portLost, .noAnswers, .lateAnswers, .lostAnswers: 2
        default: 1
        }
    }

    /// From the shortest to the longest it lasts, in seconds; nil when it happens at once.
    var length: (Double, Double)? {
        switch self {
        case .mainsOff: (20, 14_400)
        case .portLost: (1, 3600)
        case .silence, .deadWire: (3, 600)
        case .noText, .noFrames, .framesInText, .textPauses: (30, 1200)
        case .fewAnswers, .lostAnswers, .appChange, .lowCurrent: nil
        default: (10, 300)
        }
    }
}

extension Stand {
    mutating func begin(
        _ trouble: Trouble, for length: Duration, at now: Duration, using random: inout SeededRandom
    ) {
        switch trouble {
        case .garbledBytes: toProgram.faults.garbled = random.rate(0.0003, 0.03)
        case .flippedBits: toProgram.faults.flippedBits = random.rate(0.0003, 0.03)
        case .lostBytes: toProgram.faults.lost = random.rate(0.0003, 0.03)
        case .extraBytes: toProgram.faults.extra = random.rate(0.0003, 0.03)
        case .noiseBursts: toProgram.faults.noiseBursts = random.rate(0.01, 0.5)
        case .wrongDigits: toProgram.faults.wrongDigit = random.rate(0.01, 0.5)
        case .twoWrongDigits: toProgram.faults.twoWrongDigits = random.rate(0.001, 0.02)
        case .noiseToCharger: toCharger.faults.garbled = random.rate(0.001, 0.1)
        case .silence: charger.silence(for: length)
        case .noText: charger.faults.withoutText = true
        case .noFrames: charger.faults.withoutFrames = true
        case .framesInText:
            charger.faults.framesInText = Bool.random(using: &random) ? .anywhere : .betweenFields
        case .mainsOff: hasMains = false
        case .lateAnswers: charger.faults.answerDelay = random.time(0.1, 8)
        case .noAnswers: charger.faults.ignoredRequests = .max
        case .fewAnswers: charger.faults.ignoredRequests = Int.random(in: 1...6, using: &random)
        case .lostAnswers: charger.faults.lostAnswers = Int.random(in: 1...6, using: &random)
        case .flags: charger.faults.answerFlags = [1, 2, 4].randomElement(using: &random) ?? 1
        case .wrongRegister: charger.faults.answerRegister = 0xEDF1
        case .frameErrors: charger.faults.unaskedFrameErrors = random.rate(0.01, 0.9)
        case .textPauses: charger.faults.textPauseAfterRequest = random.time(1, 6)
        case .chargerError: charger.faults.errorCode = [2, 17, 18, 34].randomElement(using: &random) ?? 2
        case .strangeState: charger.faults.reportedState = 252
        case .deadWire: (toProgram.faults.isDead, toCharger.faults.isDead) = (true, true)
        case .appChange:
            let range = site.model.minimumDeciamperes...site.model.maximumDeciamperes
            setByApp(Int.random(in: range, using: &random), at: now)
        case .lowCurrent: charger.writeByAnotherHand(0xE001, [UInt8.random(in: 0...1, using: &random)])
        case .portLost, .portFlaps: break
        }
        switchMains(at: now)
        note(at: now)
    }

    mutating func end(_ trouble: Trouble, at now: Duration) {
        switch trouble {
        case .garbledBytes: toProgram.faults.garbled = 0
        case .flippedBits: toProgram.faults.flippedBits = 0
        case .lostBytes: toProgram.faults.lost = 0
        case .extraBytes: toProgram.faults.extra = 0
        case .noiseBursts: toProgram.faults.noiseBursts = 0
        case .wrongDigits: toProgram.faults.wrongDigit = 0
        case .twoWrongDigits: toProgram.faults.twoWrongDigits = 0
        case .noiseToCharger: toCharger.faults.garbled = 0
        case .noText: charger.faults.withoutText = false
        case .noFrames: charger.faults.withoutFrames = false
        case .framesInText: charger.faults.framesInText = .never
        case .mainsOff: hasMains = true
        case .lateAnswers: charger.faults.answerDelay = .zero
        case .noAnswers: charger.faults.ignoredRequests = 0
        case .flags: charger.faults.answerFlags = 0
        case .wrongRegister: charger.faults.answerRegister = nil
        case .frameErrors: charger.faults.unaskedFrameErrors = 0
        case .textPauses: charger.faults.textPauseAfterRequest = .zero
        case .chargerError: charger.faults.errorCode = 0
        case .strangeState: charger.faults.reportedState = nil
        case .deadWire: (toProgram.faults.isDead, toCharger.faults.isDead) = (false, false)
        case .silence, .fewAnswers, .lostAnswers, .appChange, .lowCurrent, .portLost, .portFlaps: break
        }
        switchMains(at: now)
        note(at: now)
    }

    /// Nothing that was to go wrong a few times is left.
    mutating func forgetFaults() {
        charger.faults.ignoredRequests = 0
        charger.faults.lostAnswers = 0
    }
}

extension SeededRandom {
    /// A rate between two, small ones as likely as large ones.
    mutating func rate(_ least: Double, _ most: Double) -> Double {
        time(least * 1e6, most * 1e6) / .seconds(1) / 1e6
    }
}
