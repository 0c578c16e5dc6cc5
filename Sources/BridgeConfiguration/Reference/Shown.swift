// SPDX-License-Identifier: MIT
// Values of the settings as the reference shows them.

extension Int {
    var shown: String { "\(self)" }
}

extension Double {
    var shown: String { Int(exactly: self).map(\.shown) ?? "\(self)" }
}

extension Duration {
    /// In seconds.
    var shown: String { (self / .seconds(1)).shown }
}

extension Bool {
    var shown: String { "`\(self)`" }
}

extension String {
    var shown: String { isEmpty ? "empty" : "`\(self)`" }
}

extension RawRepresentable<String> {
    var shown: String { rawValue.shown }
}

extension RawRepresentable<String> where Self: CaseIterable {
    /// All words that can be chosen.
    static var shown: String { allCases.map(\.shown).joined(separator: ", ") }
}

extension ClosedRange<Int> {
    var shown: String { "\(lowerBound.shown) … \(upperBound.shown)" }
}

extension ClosedRange<Double> {
    var shown: String { "\(lowerBound.shown) … \(upperBound.shown)" }
}
