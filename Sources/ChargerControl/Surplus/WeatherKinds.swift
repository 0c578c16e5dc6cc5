// SPDX-License-Identifier: MIT
/// What each kind of state does: how long it lasts and where it leads, counted for all its bands together.
///
/// Clouds differ in depth, but one lasts about as long as another; so a few of them say what the next will do,
/// long before every band has had its own. It begins with a guess that a few sightings outweigh.
struct WeatherKinds: Sendable {
    /// How many sightings the first guess counts as.
    static let guessWeight = 3.0
    /// How long sun and clouds are first thought to last, in steps: two minutes.
    static let guessSteps = 25.0
    /// How long an edge is first thought to last, in steps.
    static let edgeSteps = 2.0
    /// A band's neighbours count as so much of it each: a cloud's depth is not met twice.
    static let spread = 0.2

    private var stays = [Double](repeating: 0, count: WeatherState.kinds)
    private var leaves = [Double](repeating: 0, count: WeatherState.kinds)
    private var led = [Double](repeating: 0, count: WeatherState.kinds * WeatherState.count)
    private static let guesses = (0..<WeatherState.kinds).map(guess)

    /// Whether a kind is of states that are on their way to another.
    static func isEdge(_ kind: Int) -> Bool { kind % 3 != WeatherState.Trend.steady.rawValue }

    /// Counts a step from state to state.
    mutating func count(from before: WeatherState, to next: WeatherState) {
        let kind = before.kind
        guard next != before else { return stays[kind] += 1 }
        leaves[kind] += 1
        let base = kind * WeatherState.count
        for (band, share) in [(-1, Self.spread), (0, 1 - 2 * Self.spread), (1, Self.spread)] {
            let isNear = next.band >= 2 && (2..<WeatherState.bands).contains(next.band + band)
            led[base + next.number + (isNear ? band * 3 : 0)] += share
        }
    }

    /// Lets what was counted fade to a share of itself.
    mutating func fade(to share: Double) {
        for index in stays.indices { stays[index] *= share }
        for index in leaves.indices { leaves[index] *= share }
        for index in led.indices { led[index] *= share }
    }

    /// The chance that a state of a kind ends with the next step.
    func ends(_ kind: Int) -> Double {
        let isLoad = kind / 3 == WeatherState.Group.load.rawValue
        let lasting = Self.isEdge(kind) ? Self.edgeSteps : isLoad ? 0.6 * Self.guessSteps : Self.guessSteps
        return (leaves[kind] + Self.guessWeight)
            / (stays[kind] + leaves[kind] + Self.guessWeight * (lasting + 1))
    }

    /// The chance that where a kind leads is still a guess.
    func guessed(_ kind: Int) -> Double { Self.guessWeight / (leaves[kind] + Self.guessWeight) }

    /// Where a kind leads when it ends; what hardly ever came is left out.
    ///
    /// An edge is guessed to end in its own band, which is for each state to say.
    func followers(of kind: Int) -> [WeatherChain.Follower] {
        let base = kind * WeatherState.count
        let guess = Self.isEdge(kind) ? 0 : Self.guessWeight
        let total = leaves[kind] + guess
        guard total > 0 else { return [] }
        var list: [WeatherChain.Follower] = []
        var sum = 0.0
        for state in 0..<WeatherState.count {
            let share = (led[base + state] + guess * Self.guesses[kind][state]) / total
            guard share > 0.003 else { continue }
            list.append(.init(state: state, share: share))
            sum += share
        }
        for index in list.indices { list[index].share /= sum }
        return list
    }

    /// The first guess: sunshine ends in clouds of any depth, clouds end in the sun, a load goes as it came.
    private static func guess(_ kind: Int) -> [Double] {
        let group = WeatherState.Group(rawValue: kind / 3)
        var list = [Double](repeating: 0, count: WeatherState.count)
        for band in 2..<WeatherState.bands {
            let state = WeatherState(number: band * 3)
            let isSun = state.middle > 0.85
            let weight: Double
            let trend: WeatherState.Trend
            switch group {
            case .sun: (weight, trend) = ((0.1...0.8).contains(state.middle) ? state.width : 0, .down)
            case .cloud: (weight, trend) = isSun ? (0.4, .up) : (state.width / 4, .steady)
            case .load, nil: (weight, trend) = (isSun ? 1 : state.width, .up)
            }
            list[state.number + trend.rawValue] = weight
        }
        let sum = list.reduce(0, +)
        return list.map { $0 / sum }
    }
}
