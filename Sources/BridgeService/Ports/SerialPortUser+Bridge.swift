// SPDX-License-Identifier: MIT
import ByteLink
import Foundation

extension SerialPortUser {
    /// Commands of this program that open a port and are no bridge.
    private static let others: Set = [
        "record", "replay", "ports", "doctor", "simulate", "get", "set", "mode", "monitor",
    ]

    /// Whether it is this program's bridge.
    var isBridge: Bool {
        guard command == "chargebridge" else { return false }
        let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return !words.dropFirst().prefix(1).contains(where: Self.others.contains)
    }
}
