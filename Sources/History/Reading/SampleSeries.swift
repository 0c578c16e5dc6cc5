// SPDX-License-Identifier: MIT
/// Samples for a chart.
public struct SampleSeries: Sendable, Hashable, Codable {
    /// Seconds that each sample covers.
    public var seconds: Int64
    /// The samples, oldest first; where one is missing the program did not run.
    public var samples: [Sample]
}

/// One page of a list, the newest first.
public struct HistoryPage<Item: Sendable & Codable>: Sendable, Codable {
    /// What is on the page.
    public var items: [Item]
    /// What to ask for as `before` to get the next, older page; nil: there is none.
    public var next: Int64?

    init(_ items: [Item], most: Int, id: (Item) -> Int64) {
        self.items = Array(items.prefix(most))
        next = items.count > most ? self.items.last.map(id) : nil
    }
}
