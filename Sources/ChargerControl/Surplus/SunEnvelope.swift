// SPDX-License-Identifier: MIT
/// What the surplus comes to while no cloud is in front of the sun, as far as the last hours show.
///
/// Clouds are remembered as shares of it, so that what the morning's clouds did holds for those of noon.
struct SunEnvelope: Sendable {
    /// A surplus above it raises it with this time: a cloud's bright edge does not count in full.
    static let risingSeconds = 30.0
    /// A surplus little below it lowers it with this time: the sun goes down.
    static let nearSeconds = 180.0
    /// A surplus far below it lowers it with this time: a cloud says nothing of the sun, a grey day does.
    static let farSeconds = 5400.0
    /// What is above this share of it is the sun and no cloud.
    static let nearShare = 0.85

    /// The surplus under a clear sky, in watts; never below what the charger takes at its minimum.
    private(set) var watts = 0.0
    private var began = false

    /// Takes in a surplus.
    /// - Parameters:
    ///   - surplus: In watts.
    ///   - lowest: What the charger takes at its minimum: less than that is all the same to it.
    ///   - seconds: Since the last.
    mutating func observe(_ surplus: Double, lowest: Double, seconds: Double) {
        // The first is all that is known.
        if !began { (began, watts) = (true, max(surplus, lowest)) }
        let time =
            surplus > watts
            ? Self.risingSeconds : surplus > Self.nearShare * watts ? Self.nearSeconds : Self.farSeconds
        watts += (max(surplus, 0) - watts) * min(seconds / time, 1)
        watts = max(watts, lowest)
    }
}
