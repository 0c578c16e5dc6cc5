// SPDX-License-Identifier: MIT
/// Where the history is kept.
public struct HistoryFiles: Sendable, Hashable {
    /// Path of the database.
    public var database: String
    /// Path of the small file with the last buckets.
    ///
    /// Beside the database it survives a power cut; in a memory file system it costs the card nothing.
    public var recent: String

    /// Names the files.
    /// - Parameters:
    ///   - database: path of the database.
    ///   - recent: path of the file with the last buckets; nil: the database's with `-recent` behind it.
    public init(database: String, recent: String? = nil) {
        self.database = database
        self.recent = recent ?? database + "-recent"
    }
}

/// How keeping the history goes.
public struct HistoryStatus: Sendable, Hashable {
    /// Why it can't be kept or read now; nil when it is.
    public var problem: String?
    /// Samples of ten seconds that wait in memory for the database.
    public var waitingSamples = 0
    /// Readings and samples lost because what waits became too much.
    public var dropped = 0
    /// How often the database was written.
    public var commits = 0
}
