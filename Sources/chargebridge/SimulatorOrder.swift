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

    /// Does what a line says.
    /// - Returns: what came of it, for the person who typed it.
    static func obey(_ line: String, _ control: SimulatorControl) -> String {
        let words = line.split(separator: " ").map(String.init)
        let number = words.count > 1 ? Double(words[1]) : nil
        switch (words.first, words.dropFirst().first) {
        case (nil, _): return ""
        case ("mains", "off"): control.powerOff()
        case ("mains", "on"): control.powerOn()
        case ("answers", "off"): control.withCharger { $0.faults.ignoredRequests = .max }
        case ("answers", "on"): control.withCharger { $0.faults.ignoredRequests = 0 }
        case ("wrong", "on"): control.withCharger { $0.faults.answerRegister = 0xEDE9 }
        case ("wrong", "off"): control.withCharger { $0.faults.answerRegister = nil }
        case ("text", "off"): control.withCharger { $0.faults.withoutText = true }
        case ("text", "on"): control.withCharger { $0.faults.withoutText = false }
        case ("frames", let place?):
            guard let place = Faults.FramesInText(rawValue: place) else { return help }
            control.withCharger { $0.faults.framesInText = place }
        case ("network", "on"): control.withCharger { $0.faults.inNetwork = true }
        case ("network", "off"): control.withCharger { $0.faults.inNetwork = false }
        case ("disobey", "on"): control.withCharger { $0.faults.disobeysNetworkLimit = true }
        case ("disobey", "off"): control.withCharger { $0.faults.disobeysNetworkLimit = false }
        case ("heal", _): control.withCharger { $0.faults = .none }
        case ("show", _): return show(control)
        default:
            guard let word = words.first, let number, obey(word, number, control) else { return help }
        }
        return "done"
    }

    private static func obey(_ word: String, _ number: Double, _ control: SimulatorControl) -> Bool {
        switch word {
        case "silence" where (0...1_000_000).contains(number): control.silence(for: .seconds(number))
        case "app" where (0...6553).contains(number):
            let value = UInt16((number * 10).rounded())
            return control.writeByAnotherHand(0xEDF0, [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)])
        case "garbled" where (0...1).contains(number): control.withCharger { $0.faults.garbledBytes = number }
        case "lost" where (0...1).contains(number): control.withCharger { $0.faults.lostBytes = number }
        case "late" where (0...60_000).contains(number):
            control.withCharger { $0.faults.answerDelay = .milliseconds(Int(number)) }
        case "flags" where (0...255).contains(number):
            control.withCharger { $0.faults.answerFlags = UInt8(number) }
        case "error" where (0...255).contains(number):
            control.withCharger { $0.faults.errorCode = UInt8(number) }
        case "state" where (0...255).contains(number):
            control.withCharger { $0.faults.reportedState = UInt8(number) }
        case "refuse" where (0...255).contains(number):
            control.withCharger { $0.faults.networkControlFlags = UInt8(number) }
        default: return false
        }
        return true
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
