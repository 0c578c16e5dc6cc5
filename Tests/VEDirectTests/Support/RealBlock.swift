// SPDX-License-Identifier: MIT
import Captures

extension Capture {
    /// The block with its real checksum byte, as it came over the wire.
    static var realBlock: [UInt8] {
        get throws { Array(try Capture.bulk.bytes.prefix { $0 != UInt8(ascii: ":") }) }
    }
}
