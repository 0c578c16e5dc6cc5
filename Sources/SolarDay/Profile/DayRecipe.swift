// SPDX-License-Identifier: MIT
import ChargerSimulator
import Foundation

/// How a day is made: a clear sky, clouds that pass in front of it, and what the house does.
///
/// The same recipe and seed give the same day. `docs/surplus.md` describes each part.
public struct DayRecipe: Sendable, Hashable {
    /// What the sky does.
    public enum Sky: String, Sendable, Hashable, CaseIterable {
        /// No cloud.
        case clear
        /// Clouds with edges that come and go.
        case broken
        /// Clouds as in ``broken``, but thinner, on a summer's day of 16 hours.
        case shallow
        /// Grey all day, slowly changing.
        case overcast
    }

    /// What the sky does.
    public var sky: Sky
    /// What the panels give at noon under a clear sky, in watts.
    public var peakWatts: Double
    /// Hours of daylight, around noon.
    public var daylightHours = 12.0
    /// How long a cloud lasts, in seconds; short ones are as likely as long ones on a logarithmic scale.
    public var cloudSeconds = 20.0...300.0
    /// How long the sun shines between two clouds, in seconds.
    public var sunSeconds = 20.0...300.0
    /// The share of light a cloud takes; each has its own.
    public var cloudDepth = 0.3...0.8
    /// How long a cloud's edge takes to pass, in seconds.
    public var edgeSeconds = 3.0...20.0
    /// What the house takes all the time, in watts.
    public var baseWatts = 150.0
    /// How many kettles are boiled: 2000 W for two to four minutes.
    public var kettles = 6
    /// What a heat pump takes while it runs, in watts: 10 to 30 minutes, with pauses twice as long; 0 for none.
    public var heatPumpWatts = 0.0

    /// Makes a recipe for a sky with the panels of a small roof or balcony.
    public init(sky: Sky, peakWatts: Double = 800) {
        self.sky = sky
        self.peakWatts = peakWatts
        if sky == .shallow { (cloudDepth, daylightHours) = (0.2...0.6, 16) }
    }

    /// The day as points every so many seconds, from midnight to midnight.
    /// - Parameters:
    ///   - seed: The seed of all chance.
    ///   - step: Seconds from point to point, at least 1.
    public func points(seed: UInt64, step: Int = 10) -> [DayProfile.Point] {
        var random = SeededRandom(seed: seed)
        let sky = light(using: &random)
        let house = loads(using: &random)
        return stride(from: 0, through: 86_400, by: max(step, 1)).map { second in
            let index = min(second, 86_399)
            let watts = clearSky(at: second) * sky[index]
            return DayProfile.Point(seconds: Double(second), solar: watts, load: house[index])
        }
    }

    /// A clear sky: a sine over the daylight, a little steeper.
    private func clearSky(at second: Int) -> Double {
        let half = daylightHours * 1800
        let position = (Double(second) - 43_200) / half
        guard abs(position) < 1 else { return 0 }
        return peakWatts * pow(cos(position * .pi / 2), 1.3)
    }

    /// The share of light that comes through, 0 … 1, second by second.
    private func light(using random: inout SeededRandom) -> [Double] {
        switch sky {
        case .clear: return Array(repeating: 1, count: 86_400)
        case .broken, .shallow: return clouds(using: &random)
        case .overcast: return grey(using: &random)
        }
    }

    private func clouds(using random: inout SeededRandom) -> [Double] {
        var light: [Double] = []
        light.reserveCapacity(87_000)
        var before = 1.0
        var cloudy = false
        while light.count < 86_400 {
            let level = cloudy ? 1 - Double.random(in: cloudDepth, using: &random) : 1
            let edge = Double.random(in: edgeSeconds, using: &random)
            let lasting = logarithmic(cloudy ? cloudSeconds : sunSeconds, using: &random)
            for second in 0..<max(Int(lasting), 1) {
                light.append(before + (level - before) * min(Double(second + 1) / max(edge, 1), 1))
            }
            before = light.last ?? 1
            cloudy.toggle()
        }
        return light
    }

    /// A slow walk around a fifth of the light, drawn back to it within half an hour.
    private func grey(using random: inout SeededRandom) -> [Double] {
        var value = 0.2
        var smooth = 0.2
        return (0..<86_400).map { _ in
            value += (0.2 - value) / 1800 + Double.random(in: -0.004...0.004, using: &random)
            value = min(max(value, 0.02), 0.6)
            smooth += (value - smooth) / 60
            return smooth
        }
    }

    private func loads(using random: inout SeededRandom) -> [Double] {
        var watts = Array(repeating: baseWatts, count: 86_400)
        func add(_ power: Double, from start: Int, seconds: Int) {
            for second in max(start, 0)..<min(max(start + seconds, 0), 86_400) where second >= start {
                watts[second] += power
            }
        }
        // A refrigerator: 70 W for a third of the time.
        var start = Int.random(in: 0..<2400, using: &random)
        while start < 86_400 {
            let running = Int.random(in: 600...1000, using: &random)
            add(70, from: start, seconds: running)
            start += running + Int.random(in: 1400...2200, using: &random)
        }
        for _ in 0..<max(kettles, 0) {
            let start = Int.random(in: 21_600..<79_200, using: &random)
            add(2000, from: start, seconds: Int.random(in: 120...240, using: &random))
        }
        guard heatPumpWatts > 0 else { return watts }
        start = Int.random(in: 0..<3600, using: &random)
        while start < 86_400 {
            let running = Int.random(in: 600...1800, using: &random)
            add(heatPumpWatts, from: start, seconds: running)
            start += running * 3
        }
        return watts
    }

    private func logarithmic(
        _ range: ClosedRange<Double>, using random: inout SeededRandom
    ) -> Double {
        exp(Double.random(in: log(range.lowerBound)...log(range.upperBound), using: &random))
    }
}
