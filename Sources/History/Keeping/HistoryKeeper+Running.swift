// SPDX-License-Identifier: MIT
public import ChargerControl

/// What the history follows of one charger.
public struct ChargerFeeds: Sendable {
    let charger: String
    let reports: AsyncStream<ChargerReport>
    let records: AsyncStream<RequestRecord>

    /// Names the feeds of a charger.
    /// - Parameters:
    ///   - charger: its name.
    ///   - reports: its state, about once a second; a bound of a few is enough.
    ///   - records: how its requests stand.
    public init(
        charger: String, reports: AsyncStream<ChargerReport>, records: AsyncStream<RequestRecord>
    ) {
        self.charger = charger
        self.reports = reports
        self.records = records
    }
}

extension HistoryKeeper {
    /// Keeps the history until all feeds have ended, or until cancelled; then what waits is written.
    /// - Parameters:
    ///   - feeds: what is followed.
    ///   - now: gives the time.
    public func run(_ feeds: [ChargerFeeds], now: @escaping @Sendable () -> Moment) async {
        begin(at: now(), chargers: feeds.count)
        await withTaskGroup { group in
            group.addTask { for await reading in self.inbox.readings { await self.take(reading) } }
            group.addTask { for await note in self.inbox.notes { await self.take(note) } }
            await Self.follow(feeds, inbox, now)
            inbox.finish()
        }
        end(at: now())
    }

    /// Puts an event in, from anywhere, without waiting.
    public nonisolated func note(_ event: HistoryEvent) { inbox.put(.event(event)) }

    /// Stamps readings as they come: they may be looked at later.
    private nonisolated static func follow(
        _ feeds: [ChargerFeeds], _ inbox: HistoryInbox, _ now: @escaping @Sendable () -> Moment
    ) async {
        await withTaskGroup { group in
            for feed in feeds {
                group.addTask {
                    for await report in feed.reports {
                        inbox.put(
                            HistoryInbox.TimedReading(
                                charger: feed.charger, reading: Reading(report), at: now()))
                    }
                }
                group.addTask {
                    for await record in feed.records {
                        inbox.put(.request(RequestEntry(record, of: feed.charger)))
                    }
                }
            }
        }
    }

    private func take(_ reading: HistoryInbox.TimedReading) {
        take(reading.reading, of: reading.charger, at: reading.at)
    }

    private func take(_ note: HistoryInbox.Note) {
        switch note {
        case .request(let entry): take(entry)
        case .event(let event): take(event)
        }
    }
}
