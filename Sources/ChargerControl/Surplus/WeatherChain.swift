// SPDX-License-Identifier: MIT
/// What follows each state of the weather: a part is the state's own history, the rest that of its kind.
struct WeatherChain: Sendable {
    /// A state that may follow.
    struct Follower: Sendable {
        /// Its number.
        var state: Int
        /// How likely it is.
        var share: Double
    }

    /// What followed each state itself, staying included.
    var own = [[Follower]](repeating: [], count: WeatherState.count)
    /// The chance of each state to go where its kind goes.
    var likeKind = [Double](repeating: 0, count: WeatherState.count)
    /// Where each kind goes.
    var kinds = [[Follower]](repeating: [], count: WeatherState.kinds)
    /// The surplus in each state, in watts.
    var surplus = [Double](repeating: 0, count: WeatherState.count)
}
