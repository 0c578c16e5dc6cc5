// SPDX-License-Identifier: MIT
import ChargerSimulator

/// What can be typed to a running simulator: one order a line.
enum SimulatorOrder {
    private static let help = """
        mains off | mains on     switch the charger off or on
        silence SECONDS          say nothing for a while
        app AMPERES              set the limit as an app would
        garbled P | lost P       damage or lose each byte with probability P
        answers off | answers on answer no request, or all again
        late MILLISECONDS        answer so much later
        wrong on | wrong off     answer for a register nobody asked for
        flags NUMBER             put flags into every answer, such as 2 (not supported)
        text off | text on       send HEX frames only, or text blocks again
        frames WHERE             HEX frames in text blocks: never, between-fields or anywhere
        error CODE               report an error; 0 for none
        state CODE               report a state, such as 252 (external control)
        network on | network off send what a member of a VE.Smart network sends, or no more
        disobey on | disobey off ignore the volatile limit (0x2015), or obey it again
        refuse NUMBER            put flags into answers about the volatile limit only; 0 for none
        heal                     all faults away
        show                     limit in force, battery, writes to non-volatile memory
        """

    /// What is followed by a number, and which numbers.
    private static let numbers: [String: ClosedRange<Double>] = [
        "silence": 0...1_000_000, "app": 0...6553, "garbled": 0...1, "lost": 0...1, "late": 0...60_000,
        "flags": 0...255, "error": 0...255, "state": 0...255, "refuse": 0...255,
    ]
    private static let wholeNumbers: Set = ["late", "flags", "error", "state", "refuse"]
    private static let switches: Set = ["mains", "answers", "wrong", "text", "network", "disobey"]

    /// Does what a line says.
    /// - Returns: what came of it, for the person who typed it.
    static func obey(_ line: String, _ control: SimulatorControl) -> String {
        let words = line.split(separator: " ").map(String.init)
        guard let word = words.first else { return "" }
        switch (word, words.dropFirst().first) {
        case ("mains", "off"): control.powerOff()
        case ("mains", "on"): control.powerOn()
        case ("answers", "off"): control.withCharger { $0.faults.ignoredRequests = .max }
        case ("answers", "on"): control.withCharger { $0.faults.ignoredRequests = 0 }
        case ("wrong", "on"): control.withCharger { $0.faults.answerRegister = 0xEDE9 }
        case ("wrong", "off"): control.withCharger { $0.faults.answerRegister = nil }
        case ("text", "off"): control.withCharger { $0.faults.withoutText = true }
        case ("text", "on"): control.withCharger { $0.faults.withoutText = false }
        case ("frames", let place): return putFrames(place, control)
        case ("network", "on"): control.withCharger { $0.faults.inNetwork = true }
        case ("network", "off"): control.withCharger { $0.faults.inNetwork = false }
        case ("disobey", "on"): control.withCharger { $0.faults.disobeysNetworkLimit = true }
        case ("disobey", "off"): control.withCharger { $0.faults.disobeysNetworkLimit = false }
        case ("heal", _): control.withCharger { $0.faults = .none }
        case ("show", _): return show(control)
        case ("help", _): return help
        case (_, let number): return obey(word, number, control)
        }
        return "done"
    }

    private static func putFrames(_ place: String?, _ control: SimulatorControl) -> String {
        guard let place = place.flatMap(Faults.FramesInText.init) else {
            let places = Faults.FramesInText.allCases.map(\.rawValue).joined(separator: ", ")
            return "'frames' is followed by one of \(places)\n\(help)"
        }
        control.withCharger { $0.faults.framesInText = place }
        return "done"
    }

    /// An order with a number, or one that there is not.
    private static func obey(_ word: String, _ text: String?, _ control: SimulatorControl) -> String {
        if switches.contains(word) { return "'\(word)' is followed by off or on\n\(help)" }
        guard let range = numbers[word] else { return "there is no order '\(word)'\n\(help)" }
        let isWhole = wholeNumbers.contains(word)
        guard let number = text.flatMap(Double.init), range.contains(number),
            !isWhole || number == number.rounded()
        else {
            let kind = isWhole ? "a whole number" : "a number"
            let limits = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            return
                "'\(word)' is followed by \(kind) from \(limits)\(text.map { ", not '\($0)'" } ?? "")\n\(help)"
        }
        if word == "app" { return setLimit(number, control) }
        obey(word, number, control)
        return "done"
    }

    private static func obey(_ word: String, _ number: Double, _ control: SimulatorControl) {
        switch word {
        case "silence": control.silence(for: .seconds(number))
        case "garbled": control.withCharger { $0.faults.garbledBytes = number }
        case "lost": control.withCharger { $0.faults.lostBytes = number }
        case "late": control.withCharger { $0.faults.answerDelay = .milliseconds(Int(number)) }
        case "flags": control.withCharger { $0.faults.answerFlags = UInt8(number) }
        case "error": control.withCharger { $0.faults.errorCode = UInt8(number) }
        case "state": control.withCharger { $0.faults.reportedState = UInt8(number) }
        case "refuse": control.withCharger { $0.faults.networkControlFlags = UInt8(number) }
        default: break
        }
    }

    /// As a real charger, this one takes the nearest limit that it can keep, without a word.
    private static func setLimit(_ amperes: Double, _ control: SimulatorControl) -> String {
        let wanted = UInt16((amperes * 10).rounded())
        let limit: UInt16 = 0xEDF0
        guard control.writeByAnotherHand(limit, [UInt8(truncatingIfNeeded: wanted), UInt8(wanted >> 8)]),
            let kept = control.registers[limit]?.value, kept.count == 2
        else { return "the charger did not take it" }
        let taken = UInt16(kept[0]) | UInt16(kept[1]) << 8
        return taken == wanted
            ? "done" : "done, as \(Double(taken) / 10) A: the nearest that this charger takes"
    }

    private static func show(_ control: SimulatorControl) -> String {
        control.withCharger { charger in
            let percent = Int((charger.battery.stateOfCharge * 100).rounded())
            return """
                limit \(Double(charger.limitInForce) / 10) A, battery \(percent) % at \(charger.battery.volts) V, \
                \(charger.phase), \(charger.nonVolatileWrites) writes to non-volatile memory
                """
        }
    }
}
