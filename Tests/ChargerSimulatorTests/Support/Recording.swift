// SPDX-License-Identifier: MIT
import Foundation

/// A recording of a real charger, shared with the protocol library's tests.
enum Recording {
    static func bytes(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "VEDirectTests/Fixtures/\(name)")))
    }

    /// The first 20 seconds of a 24 V, 12 A charger.
    static func charging() throws -> [UInt8] { try bytes("ip22-24-12-fw342-charging.bin") }
}
