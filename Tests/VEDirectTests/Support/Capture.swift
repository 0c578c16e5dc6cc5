// SPDX-License-Identifier: MIT
import Foundation
import VEDirect

/// A recording of a real charger.
enum Capture: String, CaseIterable {
    case charging = "ip22-24-12-fw342-charging"
    case bulk = "ip22-24-8-fw342-bulk"

    var bytes: [UInt8] {
        get throws {
            let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil)
            let file = folder?.appendingPathComponent("\(rawValue).bin")
            guard let file else { throw CocoaError(.fileNoSuchFile) }
            return Array(try Data(contentsOf: file))
        }
    }

    /// The block with its real checksum byte, as it came over the wire.
    static var realBlock: [UInt8] {
        get throws { Array(try Capture.bulk.bytes.prefix { $0 != UInt8(ascii: ":") }) }
    }
}
