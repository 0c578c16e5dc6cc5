import ChargerSimulator
import Glibc

/// Runs a simulated month of the bridge with random faults, and checks what must always hold.
@main
enum SoakCommand {
    static func main() {
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
        let sites = [Site.plain, Site.guarded].compactMap { $0 }
        guard sites.count == 2 else { fail("a simulated charger is missing") }
        let clock = ContinuousClock()
        let soak = Soak(sites, seed: seed)
        let wall = clock.measure { soak.runToTheEnd(.seconds(days * 86_400)) }
        print(soak.table(days: days, seed: seed, wall: wall))
        exit(soak.ledger.failed == 0 ? 0 : 1)
    }

    private static func fail(_ words: String) -> Never {
        try? FileDescriptorText.standardError(words + "\n")
        exit(2)
    }
}

private enum FileDescriptorText {
    static func standardError(_ text: String) throws {
        let bytes = Array(text.utf8)
        _ = write(2, bytes, bytes.count)
    }
}
