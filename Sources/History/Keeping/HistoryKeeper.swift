// SPDX-License-Identifier: MIT
public import ChargerControl
import GRDB
public import Logging

/// Keeps the history of a process's chargers, on a thread of its own.
///
/// Readings become buckets of ten seconds; each goes into a small file as soon as it is full, and into the
/// database with some others every ten minutes. Nothing that happens to the disk is felt outside.
public actor HistoryKeeper {
    /// How long buckets wait for the database, unless told otherwise.
    public static let usualInterval: Duration = .seconds(600)
    /// How long requests, events and ended sessions wait for it, and how long after a failure it is tried again.
    static let shortInterval: Duration = .seconds(60)
    /// Buckets that wait at most, twelve hours of one charger; beyond it the oldest are dropped.
    static let mostBuckets = 4320
    static let mostNotes = 1000

    let files: HistoryFiles
    let interval: Duration
    let logger: Logger
    let secondsEast: @Sendable (Int64) -> Int
    nonisolated let shelf = HistoryShelf()
    nonisolated let inbox = HistoryInbox()
    private nonisolated let executor = QueueExecutor(label: "history")

    var tracks: [String: ChargerTrack] = [:]
    var waiting = Batch()
    var nextSequence: Int64 = 1
    var recent: RecentFile?
    /// Buckets of an earlier process that have not been looked at for want of a database.
    var unreplayed: [Bucket] = []
    var database: HistoryDatabase?
    var stages: StageTable?
    var lastCommit: Duration = .zero
    var lastMoment: Moment?
    var retryAt: Duration?
    var saidProblem: HistoryProblem?
    var hasSaidRecent = false
    var hasSaidDropped = false
    var droppedWaiting = 0
    var hasBegun = false
    var hasEnded = false
    var hasAdopted = false

    /// Makes a keeper that has opened nothing yet.
    /// - Parameters:
    ///   - files: where the history is kept.
    ///   - interval: how long buckets wait for the database.
    ///   - secondsEast: how far local time is ahead of UTC at a time in seconds since 1970; days begin by it.
    ///   - logger: gets one line for each change.
    public init(
        files: HistoryFiles, interval: Duration = usualInterval,
        secondsEast: @escaping @Sendable (Int64) -> Int = LocalTime.secondsEast,
        logger: Logger
    ) {
        self.files = files
        self.interval = interval
        self.secondsEast = secondsEast
        self.logger = logger
    }

    /// The thread of its own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// How keeping it goes.
    public nonisolated var status: HistoryStatus {
        var status = shelf.contents.status
        status.dropped &+= inbox.dropped
        return status
    }

    // MARK: Taking in

    /// Opens the files and puts in what an earlier process could not.
    /// - Parameters:
    ///   - now: the time.
    ///   - chargers: how many there are.
    public func begin(at now: Moment, chargers: Int = 1) {
        guard !hasBegun else { return }
        hasBegun = true
        lastCommit = now.uptime
        nextSequence = max(1, now.unixMilliseconds)
        openRecent(chargers: chargers)
        if let last = unreplayed.last { goOn(after: last.sequence) }
        openDatabase(at: now)
        guard !waiting.buckets.isEmpty else { return }
        // What one kill leaves in the small file fits several times; what kills without end leave does not.
        commit(at: now)
        show()
    }

    /// Takes a report in; about one a second of each charger, as it comes.
    public func take(_ report: ChargerReport, of charger: String, at now: Moment) {
        take(Reading(report), of: charger, at: now)
    }

    /// Takes in how a request stands.
    public func take(_ record: RequestRecord, of charger: String) {
        take(RequestEntry(record, of: charger))
    }

    /// Takes an event in.
    public func take(_ event: HistoryEvent) {
        waiting.events.append(event)
        dropBeyondBounds()
    }

    func take(_ entry: RequestEntry) {
        // A write takes milliseconds; what counts is its outcome.
        if let index = waiting.requests.firstIndex(where: {
            $0.charger == entry.charger && $0.number == entry.number && $0.askedAt == entry.askedAt
        }) {
            waiting.requests[index] = entry
        } else {
            waiting.requests.append(entry)
        }
        dropBeyondBounds()
    }

    func take(_ reading: Reading, of charger: String, at now: Moment) {
        guard hasBegun, !hasEnded else { return }
        lastMoment = now
        var track = tracks[charger] ?? ChargerTrack(charger)
        let (closed, events) = track.take(reading, at: now)
        waiting.events += events
        if var closed {
            closed.sequence = track.sequence ?? newSequence()
            track.sequence = nil
            keepRecent(closed)
            waiting.buckets.append(closed)
            if let ended = track.follow(closed) { waiting.sessions.append(ended) }
        }
        if track.sequence == nil { track.sequence = newSequence() }
        if BucketCollector.isNearlyFull(at: now), var bucket = track.collector.bucket {
            bucket.sequence = track.sequence ?? 0
            keepRecent(bucket)
        }
        tracks[charger] = track
        guard closed != nil else { return }
        dropBeyondBounds()
        commitIfDue(at: now)
        show()
    }

    /// Numbers go on such that the small file's slots do: what is overwritten first is the oldest.
    private func goOn(after last: Int64) {
        let slots = recent?.slots ?? 1
        let least = max(nextSequence, last &+ 1)
        nextSequence = least &+ ((last &+ 1 &- least) % slots &+ slots) % slots
    }

    private func newSequence() -> Int64 {
        defer { nextSequence &+= 1 }
        return nextSequence
    }

    /// Writes what waits and closes the files; the last, unfinished bucket of each charger too.
    public func end(at now: Moment) {
        guard hasBegun, !hasEnded else { return }
        for (name, track) in tracks {
            guard var bucket = track.collector.bucket, let sequence = track.sequence else { continue }
            bucket.sequence = sequence
            waiting.buckets.append(bucket)
            if let ended = tracks[name]?.follow(bucket) { waiting.sessions.append(ended) }
        }
        tracks = tracks.filter { $0.value.detector.open != nil }
        if database == nil { openDatabase(at: now) }
        commit(at: now)
        database?.close()
        database = nil
        recent = nil
        hasEnded = true
        shelf.update { contents in
            contents.database = nil
            contents.problem = .unavailable("the history is closed")
        }
    }

    private func dropBeyondBounds() {
        let buckets = waiting.buckets.count - Self.mostBuckets
        if buckets > 0 {
            waiting.buckets.removeFirst(buckets)
            droppedWaiting &+= buckets
        }
        for excess in [waiting.events.count, waiting.requests.count] where excess > Self.mostNotes {
            droppedWaiting &+= excess - Self.mostNotes
        }
        waiting.events.removeFirst(max(0, waiting.events.count - Self.mostNotes))
        waiting.requests.removeFirst(max(0, waiting.requests.count - Self.mostNotes))
        guard !hasSaidDropped, droppedWaiting > 0 || inbox.dropped > 0 else { return }
        hasSaidDropped = true
        logger.warning("the history can't keep up or can't be written: the oldest of what waits is dropped")
    }
}
