// SPDX-License-Identifier: MIT
import Foundation

/// Moves a damaged database out of the way, so that a new one can begin.
enum DamagedFile {
    /// The newest of these are kept: a dying card must not fill itself with them.
    private static let mostKept = 3
    /// What SQLite keeps beside a database.
    private static let companions = ["", "-wal", "-shm"]

    /// Moves a database and what belongs to it.
    /// - Returns: the new path; nil when it can't be moved.
    static func moveAside(_ path: String, unixSeconds: Int64) -> String? {
        let files = FileManager.default
        let stamp = "\(path).corrupt-\(CivilDate.stamp(unixSeconds))"
        let name = (0..<100).lazy.map { $0 == 0 ? stamp : "\(stamp)-\($0)" }
            .first { !files.fileExists(atPath: $0) }
        guard let name, (try? files.moveItem(atPath: path, toPath: name)) != nil else { return nil }
        // A log without its file would be taken for the new one's.
        for companion in companions.dropFirst() {
            try? files.moveItem(atPath: path + companion, toPath: name + companion)
        }
        removeOldest(path)
        return name
    }

    private static func removeOldest(_ path: String) {
        let files = FileManager.default
        let folder = (path as NSString).deletingLastPathComponent
        let prefix = (path as NSString).lastPathComponent + ".corrupt-"
        let names = (try? files.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        let moved = names.filter { name in
            name.hasPrefix(prefix) && !companions.dropFirst().contains { name.hasSuffix($0) }
        }
        for name in moved.sorted().dropLast(mostKept) {
            for companion in companions {
                try? files.removeItem(atPath: (folder as NSString).appendingPathComponent(name + companion))
            }
        }
    }
}

extension CivilDate {
    /// A time as `20261122T101500Z`.
    static func stamp(_ unixSeconds: Int64) -> String {
        let seconds = Int(SampleTime.held(unixSeconds))
        let date = CivilDate(day: seconds / 86_400).text.filter { $0 != "-" }
        let parts = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return "\(date)T\(parts.joined())Z"
    }
}
