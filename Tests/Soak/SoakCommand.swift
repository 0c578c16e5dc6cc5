// SPDX-License-Identifier: MIT
import ChargerSimulator
import Glibc

/// Runs a simulated month of the bridge with random faults, and checks what must always hold.
@main
enum SoakCommand {
    static func main() {
        startAgainWithFixedHashes()
        var (days, seed) = (30.0, UInt64(1))
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch (argument, arguments.popFirst()) {
            case ("--days", let value?) where Double(value).map { $0 > 0 && $0 <= 3660 } == true:
                days = Double(value) ?? days
            case ("--seed", let value?) where UInt64(value) != nil: seed = UInt64(value) ?? seed
            default: fail("usage: chargebridge-soak [--days DAYS, more than 0] [--seed WHOLE NUMBER]")
            }
        }
        let sites = [Site.plain, Site.guarded, Site.sunny, Site.lapsing, Site.lapsingSunny].compactMap { $0 }
        guard sites.count == 5 else { fail("a simulated charger is missing") }
        let clock = ContinuousClock()
        let soak = Soak(sites, seed: seed)
        let wall = clock.measure { soak.runToTheEnd(.seconds(days * 86_400)) }
        print(soak.table(days: days, seed: seed, wall: wall))
        exit(soak.ledger.failed == 0 ? 0 : 1)
    }

    /// Sets and dictionaries have another order in each process unless told otherwise; a seed is to repeat a month.
    private static func startAgainWithFixedHashes() {
        guard getenv(fixedHashes) == nil else { return }
        setenv(fixedHashes, "1", 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
        fail("the soak can't be started again")
    }

    private static let fixedHashes = "SWIFT_DETERMINISTIC_HASHING"

    private static func fail(_ words: String) -> Never {
        let line = Array((words + "\n").utf8)
        _ = write(2, line, line.count)
        exit(2)
    }
}
