// SPDX-License-Identifier: MIT
/// A scaled integer as the shortest decimal with at least one digit after the point.
///
/// The form in which Python prints a float, so that what subscribes to the old script's topics sees the
/// same text: 9000 with three places is `9.0`, 13210 is `13.21`.
/// - Parameters:
///   - scaled: the number times ten to the power of `places`.
///   - places: digits after the point in `scaled`, 1 … 9.
public func decimalText(_ scaled: Int, places: Int) -> String {
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var fraction = padded.suffix(places)
    while fraction.count > 1, fraction.last == "0" { fraction.removeLast() }
    return "\(scaled < 0 ? "-" : "")\(padded.dropLast(places)).\(fraction)"
}

extension Millivolts {
    /// Volts, as published: `13.21`.
    public var decimalText: String { ChargerControl.decimalText(rawValue, places: 3) }
}

extension Milliamperes {
    /// Amperes, as published: `9.034`.
    public var decimalText: String { ChargerControl.decimalText(rawValue, places: 3) }
}

extension CentiCelsius {
    /// Degrees Celsius, as published: `21.5`.
    public var decimalText: String { ChargerControl.decimalText(rawValue, places: 2) }
}

extension CurrentLimit {
    /// Amperes, as published: `7.5`.
    public var decimalText: String { ChargerControl.decimalText(deciamperes, places: 1) }
}
