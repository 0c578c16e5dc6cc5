// SPDX-License-Identifier: MIT
/// The line from the charger: messages queue up and leave byte by byte at the line's speed.
struct Wire: Sendable {
    /// A longer queue means that more is sent than the line carries; what comes then is dropped.
    private static let capacity = 8192

    private let byteTime: Duration
    private var queue: [UInt8] = []
    /// When the first queued byte begins to leave.
    private var start = Duration.zero

    init(pacing: WirePacing) { byteTime = pacing.byteTime }

    /// When the last queued byte will have left; nil when nothing is queued.
    var emptyAt: Duration? { queue.isEmpty ? nil : start + byteTime * queue.count }

    /// Puts a message behind what already waits.
    mutating func send(_ message: [UInt8], at time: Duration) {
        guard queue.count + message.count <= Self.capacity else { return }
        if queue.isEmpty { start = max(start, time) }
        queue += message
    }

    /// Takes the bytes that have left by a time.
    mutating func take(until time: Duration) -> [UInt8] {
        guard !queue.isEmpty, time > start || byteTime == .zero else { return [] }
        let count = byteTime == .zero ? queue.count : min(Int((time - start) / byteTime), queue.count)
        let left = Array(queue.prefix(count))
        queue.removeFirst(count)
        start += byteTime * count
        return left
    }

    /// Drops what waits: the charger lost its power.
    mutating func clear() { queue.removeAll() }
}
