// SPDX-License-Identifier: MIT
public import ByteLink
import Foundation

/// The recordings of real chargers in `Recordings`.
public enum Capture: String, Sendable, CaseIterable {
    case charging = "ip22-24-12-fw342-charging"
    case bulk = "ip22-24-8-fw342-bulk"

    /// Where the file is.
    public var path: String {
        get throws {
            let folder = Bundle.module.url(forResource: "Recordings", withExtension: nil)
            guard let folder else { throw CocoaError(.fileNoSuchFile) }
            return folder.appending(path: rawValue + ".recording").path
        }
    }

    /// The file's contents.
    public var recording: Recording {
        get throws { try Recording(file: Array(try Data(contentsOf: URL(filePath: path)))) }
    }

    /// What the charger sent.
    public var bytes: [UInt8] {
        get throws { try recording.bytes(.fromCharger) }
    }
}
