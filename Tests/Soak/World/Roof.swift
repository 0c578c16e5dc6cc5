// SPDX-License-Identifier: MIT
import ChargerSimulator

/// The panels, the house, the grid meter and the plug of a charger that follows the sun.
///
/// It moves once a second. The meter does not come over the broker, as one that speaks Modbus; the plug does.
struct Roof {
    /// What the bridge is told.
    enum Word: Sendable {
        case grid(watts: Double)
        case meterFails
        case plugIsThere(Bool)
        case plug(isOn: Bool)
    }

    private(set) var isPlugOn = true
    /// When the meter last gave a value, and when anything was last wrong with the plug.
    private(set) var meteredAt = Duration.zero
    private(set) var plugTroubleAt = Duration.zero
    private var isPlugThere = true
    private var order: (isOn: Bool, at: Duration)?
    private var light = 1.0
    private var cloudEnds = Duration.zero
    private var kettleEnds = Duration.zero
    private var meterIsBadUntil = Duration.zero
    private var meterIsSilent = false
    private var plugIsBadUntil = Duration.zero
    /// What the charger took in the last seconds: the meter is two seconds late.
    private var taken: [Double] = [0, 0, 0]

    private static let peak = 900.0
    private static let meterDelay = 2

    /// Lets a second pass.
    /// - Parameter watts: what the charger takes from the mains.
    /// - Returns: what the bridge is told.
    mutating func second(taking watts: Double, at now: Duration, using random: inout SeededRandom) -> [Word] {
        taken.append(watts)
        if taken.count > Self.meterDelay + 1 { taken.removeFirst() }
        var words = movePlug(at: now, using: &random)
        if let word = meter(at: now, using: &random) { words.append(word) }
        return words
    }

    /// The bridge tells the plug something.
    mutating func tellPlug(_ isOn: Bool, at now: Duration) {
        guard isPlugThere, plugIsBadUntil <= now else { return }
        order = (isOn, now)
    }

    /// How the plug stands, for whoever subscribes anew.
    var plugWords: [Word] { [.plugIsThere(isPlugThere), .plug(isOn: isPlugOn)] }

    /// Nothing goes wrong with meter and plug any more.
    mutating func mend() {
        meterIsBadUntil = .zero
        plugIsBadUntil = .zero
    }

    private mutating func movePlug(at now: Duration, using random: inout SeededRandom) -> [Word] {
        if plugIsBadUntil > now || !isPlugThere { plugTroubleAt = now }
        if !isPlugThere, plugIsBadUntil <= now {
            isPlugThere = true
            return plugWords
        }
        if random.chance(1 / 40_000) {
            // It does not obey for a while, and half of the time it says that it is not there.
            plugIsBadUntil = now + random.time(5, 1800)
            isPlugThere = Bool.random(using: &random)
            return isPlugThere ? [] : [.plugIsThere(false)]
        }
        if random.chance(1 / 60_000) {
            plugTroubleAt = now
            order = nil
            isPlugOn.toggle()
            return [.plug(isOn: isPlugOn)]
        }
        guard let order, now - order.at >= .seconds(1) else { return [] }
        self.order = nil
        isPlugOn = order.isOn
        return [.plug(isOn: isPlugOn)]
    }

    private mutating func meter(at now: Duration, using random: inout SeededRandom) -> Word? {
        let grid = load(at: now, using: &random) - sun(at: now, using: &random) + (taken.first ?? 0)
        if random.chance(1 / 4000) {
            meterIsBadUntil = now + random.time(5, 7200)
            meterIsSilent = Bool.random(using: &random)
        }
        if meterIsBadUntil > now { return meterIsSilent ? nil : .meterFails }
        if random.chance(1 / 5000) {
            return .grid(watts: [.nan, .infinity, 1e300].randomElement(using: &random) ?? 0)
        }
        meteredAt = now
        return .grid(watts: grid)
    }

    private mutating func sun(at now: Duration, using random: inout SeededRandom) -> Double {
        // It begins at ten in the morning: the first hour, with which the memory is compared, has all that a day has.
        let hour = Double((now.components.seconds + 36_000) % 86_400) / 3600
        if now >= cloudEnds {
            cloudEnds = now + random.time(20, 900)
            light = Bool.random(using: &random) ? 1 : Double.random(in: 0.1...0.8, using: &random)
        }
        // From six to six, a parabola.
        let height = max(0, 1 - (hour - 12) * (hour - 12) / 36)
        return Self.peak * height * light
    }

    private mutating func load(at now: Duration, using random: inout SeededRandom) -> Double {
        if random.chance(1 / 10_000) { kettleEnds = now + random.time(60, 400) }
        return now < kettleEnds ? 2150 : 150
    }
}
