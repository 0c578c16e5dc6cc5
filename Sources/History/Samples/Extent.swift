// SPDX-License-Identifier: MIT
/// The lowest, mean and highest of what was measured in a while, in the measurement's own unit.
public struct Extent: Sendable, Hashable, Codable {
    /// The lowest.
    public var minimum: Int
    /// The mean, rounded.
    public var mean: Int
    /// The highest.
    public var maximum: Int

    /// Makes an extent.
    public init(minimum: Int, mean: Int, maximum: Int) {
        self.minimum = minimum
        self.mean = mean
        self.maximum = maximum
    }
}

/// Puts values or extents together to one.
///
/// In floating point: what a damaged file holds must not overflow.
struct ExtentSum: Sendable {
    private var minimum = Int.max
    private var maximum = Int.min
    private var sum = 0.0
    private var weight = 0.0

    mutating func add(_ value: Int?) {
        guard let value else { return }
        add(Extent(minimum: value, mean: value, maximum: value), weight: 1)
    }

    mutating func add(_ extent: Extent?, weight: Int) {
        guard let extent, weight > 0 else { return }
        minimum = min(minimum, extent.minimum)
        maximum = max(maximum, extent.maximum)
        sum += Double(extent.mean) * Double(weight)
        self.weight += Double(weight)
    }

    /// What was added; nil when that was nothing.
    var extent: Extent? {
        guard weight > 0 else { return nil }
        let mean = Int(exactly: (sum / weight).rounded()) ?? minimum
        return Extent(minimum: minimum, mean: min(max(mean, minimum), maximum), maximum: maximum)
    }
}
