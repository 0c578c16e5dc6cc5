// SPDX-License-Identifier: MIT
import Foundation

/// The last buckets in a small file of fixed size, so that the database needs to be written seldom.
///
/// Each bucket is written to its own slot of a ring, with a checksum, and stays there well after it went into the
/// database: whatever kills the program, or keeps the database's last pages from the disk, it can be put in
/// again. Nothing waits for the disk here.
struct RecentFile: ~Copyable {
    /// Bytes of a slot: one bucket, a checksum before it, blanks behind.
    static let slotBytes = 512
    /// Buckets of a charger: 42 minutes, four times what waits for the database.
    static let slotsOfCharger: Int64 = 256
    /// A file larger than this is not one of ours.
    private static let mostBytes = 64 * 1024 * 1024

    private let descriptor: Int32
    let slots: Int64

    /// Opens or begins the file.
    /// - Throws: the reason in words.
    init(path: String, chargers: Int) throws(HistoryProblem) {
        let slots = Self.slotsOfCharger * Int64(min(max(chargers, 1), 1000))
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Once all is set, a throw runs deinit, which closes; until then it is closed here.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw .unavailable("\(path) can't be opened: \(Self.lastError)") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) % Self.slotBytes == 0 else {
            close(descriptor)
            throw .refused("\(path) is another program's file: it is left as it is")
        }
        // With its room taken beforehand, a disk that fills up later does not matter.
        let error = posix_fallocate(descriptor, 0, Int(slots) * Self.slotBytes)
        guard error == 0 else {
            close(descriptor)
            throw .unavailable("\(path) can't be written: \(String(cString: strerror(error)))")
        }
        (self.descriptor, self.slots) = (descriptor, slots)
    }

    deinit { close(descriptor) }

    /// The buckets in it whose checksum holds, oldest first.
    func load() -> [Bucket] {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size <= Self.mostBytes else {
            return []
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return [] }
        return stride(from: 0, to: count - Self.slotBytes + 1, by: Self.slotBytes)
            .compactMap { RecentSlot.bucket(bytes[$0..<$0 + Self.slotBytes]) }
            .sorted { $0.sequence < $1.sequence }
    }

    /// Writes a bucket to its slot.
    /// - Returns: whether it could be written.
    func write(_ bucket: Bucket) -> Bool {
        guard let bytes = RecentSlot.bytes(bucket, count: Self.slotBytes) else { return false }
        let slot = bucket.sequence % slots
        return pwrite(descriptor, bytes, bytes.count, Int(slot) * Self.slotBytes) == bytes.count
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
