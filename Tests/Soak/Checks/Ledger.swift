// SPDX-License-Identifier: MIT
/// What was checked, what happened, and what should not have.
struct Ledger {
    enum Check: String, CaseIterable {
        case value = "a value shown is one the charger had"
        case fresh = "a value shown arrived within 30 s"
        case status = "online only while the charger is heard"
        case limit = "the limit shown is what the charger said"
        case acknowledged = "what is acknowledged is in force"
        case outcome = "a request ends once, and every one does"
        case raise = "nothing is raised without a wish"
        case bounds = "a limit written is within the bounds"
        case cap = "nothing is raised above a cap"
        case wear = "raises keep within the wear rule"
        case budget = "the sun alone changes within its budget"
        case blind = "a silent meter leads to the minimum"
        case lowering = "lowering is on the wire within a second"
        case totals = "energy and charge never go back or ahead"
        case recovery = "all is shown again after the last fault"
        case bounded = "queues and files stay small"
    }

    struct Violation {
        var check: Check
        var at: Duration
        var words: String
    }

    var now = Duration.zero
    private(set) var checks = [Int](repeating: 0, count: Check.allCases.count)
    private(set) var failures = [Int](repeating: 0, count: Check.allCases.count)
    private(set) var violations: [Violation] = []
    private(set) var events: [String: Int] = [:]
    /// Violations of one check that are told in full.
    private static let mostTold = 5

    var failed: Int { failures.reduce(0, +) }

    mutating func check(_ check: Check, _ holds: Bool, _ words: () -> String) {
        let index = check.index
        checks[index] += 1
        guard !holds else { return }
        failures[index] += 1
        if failures[index] <= Self.mostTold {
            let words = words()
            violations.append(
                Violation(
                    check: check, at: now,
                    words: words.count > 4000 ? "\(words.prefix(1000)) … \(words.suffix(3000))" : words))
        }
    }

    mutating func count(_ event: String, _ times: Int = 1) { events[event, default: 0] += times }

    func figures(_ check: Check) -> (checks: Int, failures: Int) {
        (checks[check.index], failures[check.index])
    }
}

extension Ledger.Check {
    fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
