// SPDX-License-Identifier: MIT
import ChargerControl
import Synchronization
import Testing

extension Bench {
    /// All that may ever be asked: command 3 and 4, and these registers.
    private static let mayBeRead = Set([
        "F0ED", "DFED", "C8ED", "0A01", "DBED", "D5ED", "8CED", "0102", "DAED", "0702",
    ])

    /// The register that lapses and the voltage set-point, where that register is chosen.
    private static let mayBeReadToo = Set(["1520", "0120"])

    /// One network mode and no other, or the register that lapses.
    private static func isVolatile(_ line: String) -> Bool {
        line == "80E2000051A" || line.hasPrefix("8152000") && line.count == 13
    }

    /// What must hold in every test, whatever it is about.
    func checkManners() {
        for line in requests {
            let register = String(line.dropFirst().prefix(4))
            switch line.first {
            case "3", "4": #expect(line.count == 3, "\(line)")
            case "7"
            where self.register == .volatile && Self.mayBeReadToo.contains(String(line.dropFirst().prefix(4))):
                break
            case "7" where isAskedFor(register): #expect(line.count == 9, "read: \(line)")
            case "7": #expect(Self.mayBeRead.contains(register) && line.count == 9, "read: \(line)")
            case "8" where self.register == .volatile && Self.isVolatile(line): break
            case "8" where register == "01E0" && isAskedFor(register):
                #expect(line.count == 11, "written: \(line)")
            case "8": #expect(register == "F0ED" && line.count == 13, "written: \(line)")
            default: Issue.record("nobody may send \(line)")
            }
        }
        for register in ["F0ED", "01E0"] { checkSets(of: register) }
        let ended = Dictionary(grouping: outcomes, by: \.id)
        #expect(ended.values.allSatisfy { $0.count == 1 }, "a request ended twice")
    }

    /// Whether the test asked for a register, named as on the wire.
    private func isAskedFor(_ register: String) -> Bool {
        UInt16(register, radix: 16).map { wired in askedFor.withLock { $0.contains(wired.byteSwapped) } }
            ?? false
    }

    /// Never a second set before the first was answered, or the register read, or the link or charger gone.
    private func checkSets(of register: String) {
        var isOpen = false
        for talk in talk {
            if talk.isRequest, talk.line.hasPrefix("8\(register)") {
                #expect(!isOpen, "two settings in flight at \(talk.at)")
                isOpen = true
            } else if talk.line.hasPrefix(talk.isRequest ? "7\(register)" : "8\(register)") {
                isOpen = false
            }
        }
    }
}
