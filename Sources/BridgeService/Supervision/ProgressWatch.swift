// SPDX-License-Identifier: MIT
/// Finds out whether all parts that must keep moving have moved lately.
///
/// It has no clock: time is counted in looks, so that a machine that slept is not taken for one that hangs.
public struct ProgressWatch: Sendable {
    /// A part of the program that counts what it does.
    public struct Part: Sendable {
        /// What it is, for a sentence that begins with it.
        public var name: String
        /// How long it may stand still when all is well.
        public var patience: Duration
        /// What it has done so far; any growth is progress.
        public var count: @Sendable () -> UInt64

        /// Makes a part.
        /// - Parameters:
        ///   - name: what it is.
        ///   - patience: how long it may stand still when all is well.
        ///   - count: what it has done so far.
        public init(_ name: String, patience: Duration, count: @escaping @Sendable () -> UInt64) {
            self.name = name
            self.patience = patience
            self.count = count
        }
    }

    private struct Watched: Sendable {
        let part: Part
        var count: UInt64
        var looksWithoutProgress = 0
    }

    /// The time from one look to the next.
    public let interval: Duration
    private var watched: [Watched]

    /// Makes a watch.
    /// - Parameters:
    ///   - parts: what must keep moving.
    ///   - interval: the time from one look to the next.
    public init(_ parts: [Part], interval: Duration) {
        self.interval = interval
        watched = parts.map { Watched(part: $0, count: $0.count()) }
    }

    /// Looks at every part; to be called once in each interval.
    /// - Returns: the names of the parts that have stood still for longer than they may.
    public mutating func look() -> [String] {
        for index in watched.indices {
            let count = watched[index].part.count()
            let hasMoved = count != watched[index].count
            watched[index].looksWithoutProgress = hasMoved ? 0 : watched[index].looksWithoutProgress + 1
            watched[index].count = count
        }
        return watched.filter { interval * $0.looksWithoutProgress >= max($0.part.patience, interval) }
            .map(\.part.name)
    }
}
