// SPDX-License-Identifier: MIT
extension Field {
    /// A whole number in a range, also written as `10.0` or in quotation marks.
    func integer(in range: ClosedRange<Int>, _ unit: String = "") -> Int? {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)\(unit)"
        guard let number = decimal, let whole = Int(exactly: number), range.contains(whole) else {
            error("expected \(expected), found \(shown)")
            return nil
        }
        return whole
    }

    /// A current limit in amperes: above 0, at most 1000, which no charger of this family comes near.
    func amperes() -> Double? {
        guard let number = decimal, number > 0, number <= 1000 else {
            error("expected a current in amperes, above 0 and at most 1000, found \(shown)")
            return nil
        }
        return number
    }

    /// A number in a range.
    func number(in range: ClosedRange<Double>, _ unit: String) -> Double? {
        guard let number = decimal, range.contains(number) else {
            error("expected \(unit) from \(range.lowerBound) to \(range.upperBound), found \(shown)")
            return nil
        }
        return number
    }

    /// A time in seconds, to the millisecond.
    func seconds(in range: ClosedRange<Int>) -> Duration? {
        let limits = Double(range.lowerBound)...Double(range.upperBound)
        guard let number = decimal, limits.contains(number) else {
            error("expected seconds from \(range.lowerBound) to \(range.upperBound), found \(shown)")
            return nil
        }
        return .milliseconds(Int((number * 1000).rounded()))
    }

    /// A finite decimal number; octal (`0123`), hexadecimal, `.inf` and `.nan` of YAML are none.
    private var decimal: Double? {
        guard let text = word, text.utf8.count <= 32,
            text.allSatisfy({ $0.isASCIIDigit || "+-.eE".contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        let digits = text.drop { $0 == "+" || $0 == "-" }
        let isOctal = digits.count > 1 && digits.hasPrefix("0") && digits.allSatisfy(\.isASCIIDigit)
        return isOctal ? nil : number
    }
}
