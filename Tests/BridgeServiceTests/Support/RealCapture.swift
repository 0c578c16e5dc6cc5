// SPDX-License-Identifier: MIT
import ByteLink
import Foundation
import Testing

/// The recordings of real chargers in `Fixtures`.
enum RealCapture: String, CaseIterable {
    case charging = "ip22-24-12-fw342-charging"
    case bulk = "ip22-24-8-fw342-bulk"

    var path: String {
        get throws {
            try #require(
                Bundle.module.url(
                    forResource: rawValue, withExtension: "recording", subdirectory: "Fixtures")
            ).path
        }
    }

    var recording: Recording {
        get throws { try Recording(file: Array(try Data(contentsOf: URL(fileURLWithPath: path)))) }
    }
}
