// SPDX-License-Identifier: MIT
/// How local time stands to UTC, now and after the next change of the clocks.
public struct LocalClock: Sendable, Hashable {
    /// A change of the clocks.
    public struct Change: Sendable, Hashable {
        /// When it comes, in milliseconds since 1970.
        public var at: Int64
        /// How far local time is ahead of UTC from then on, in seconds.
        public var secondsEast: Int

        /// Makes a change.
        public init(at: Int64, secondsEast: Int) {
            self.at = at
            self.secondsEast = secondsEast
        }
    }

    /// How far local time is ahead of UTC now, in seconds.
    public var secondsEast: Int
    /// The change within the next day; nil when there is none.
    public var change: Change?

    /// Makes a clock.
    public init(secondsEast: Int, change: Change? = nil) {
        self.secondsEast = secondsEast
        self.change = change
    }

    /// When it will be so many minutes after midnight next, in milliseconds since 1970.
    /// - Parameters:
    ///   - minute: 0 … 1439.
    ///   - now: the time, in milliseconds since 1970.
    func next(_ minute: Int, after now: Int64) -> Int64 {
        let day: Int64 = 86_400_000
        let local = now + Int64(secondsEast) * 1000
        let sinceMidnight = (local % day + day) % day
        let ahead = (Int64(minute) * 60_000 - sinceMidnight + day) % day
        let end = now + (ahead == 0 ? day : ahead)
        guard let change, end > change.at else { return end }
        return max(change.at, end + Int64(secondsEast - change.secondsEast) * 1000)
    }
}
