// SPDX-License-Identifier: MIT
extension Double {
    /// The number, held within a range; what is not a number becomes the lower end.
    func held(in range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
