// SPDX-License-Identifier: MIT
import VEDirect

/// Tells requests that only read from all others.
enum HexGets {
    /// Whether bytes are requests that change nothing at a charger, and nothing else.
    static func areAll(_ bytes: [UInt8]) -> Bool {
        var parser = StreamParser()
        var isAllowed = true
        var length = 0
        parser.push(contentsOf: bytes) { event in
            guard case .frame(let frame) = event, let request = try? HexRequest(frame: frame) else {
                isAllowed = false
                return
            }
            length += frame.encoded.count
            switch request {
            case .ping, .appVersion, .productID, .get: break
            case .restart, .set: isAllowed = false
            }
        }
        return isAllowed && length == bytes.count
    }
}
