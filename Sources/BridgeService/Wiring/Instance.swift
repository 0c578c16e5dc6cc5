// SPDX-License-Identifier: MIT
import Foundation

/// The name of this bridge among others: the host's unless configured.
enum Instance {
    static func name(configured: String?) -> String {
        let name = configured ?? ProcessInfo.processInfo.hostName
        // It becomes a level of a topic.
        let safe = name.map { "+#/\0".contains($0) ? "_" : $0 }
        return safe.isEmpty ? "chargebridge" : String(safe)
    }
}
