// SPDX-License-Identifier: MIT
import Foundation
import Subprocess
import SystemPackage

/// Whether the time is right: times of charges, daily budgets and certificates hang on it.
public struct ClockCheck: Sendable {
    private let year: Int
    private let isSynchronised: Bool?

    /// A clock to be judged.
    /// - Parameters:
    ///   - year: what it says.
    ///   - isSynchronised: whether it follows another one; nil: not known.
    public init(year: Int, isSynchronised: Bool?) {
        self.year = year
        self.isSynchronised = isSynchronised
    }

    /// From before the program was written to long after.
    private static let plausible = 2026...2099

    /// What is to be said of it.
    public var findings: [DoctorFinding] {
        guard Self.plausible.contains(year) else {
            return [
                .problem(
                    .clock, "the clock says that it is the year \(year)",
                    do:
                        "set the clock: sudo timedatectl set-ntp true; a machine without a battery needs a network"
                )
            ]
        }
        switch isSynchronised {
        case true?: return [.ok(.clock, "the clock is synchronised")]
        case false?:
            return [
                .warning(
                    .clock, "the clock is not synchronised",
                    do:
                        "sudo timedatectl set-ntp true, and see that the network lets NTP through (UDP port 123)"
                )
            ]
        case nil:
            return [.unknown(.clock, "the year is right; whether the clock is synchronised can't be seen")]
        }
    }

    static func ofThisMachine() async -> ClockCheck {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        return ClockCheck(year: Int(parts.tm_year) + 1900, isSynchronised: await synchronised())
    }

    private static func synchronised() async -> Bool? {
        let answer = try? await Subprocess.run(
            .name("timedatectl"), arguments: ["show", "--property=NTPSynchronized", "--value"],
            output: .string(limit: 256), error: .discarded)
        switch answer?.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines) {
        case "yes": return true
        case "no": return false
        default: return nil
        }
    }
}
