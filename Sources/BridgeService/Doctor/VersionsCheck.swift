// SPDX-License-Identifier: MIT
import Foundation
import MQTTClient

/// What runs here.
struct VersionsCheck {
    var findings: [DoctorFinding] {
        let parts = [
            "chargebridge \(ProgramVersion.text)", "libmosquitto \(MQTTLibrary.version)", system, kernel,
            board,
        ]
        return [.ok(.versions, parts.compactMap { $0 }.joined(separator: ", "))]
    }

    private var system: String? {
        let text = try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
        return line.map { line in String(line.dropFirst("PRETTY_NAME=".count)).replacing("\"", with: "") }
    }

    private var kernel: String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        return "Linux \(Self.text(names.release)) \(Self.text(names.machine))"
    }

    /// Such as `Raspberry Pi 4 Model B Rev 1.4`.
    private var board: String? {
        let path = "/proc/device-tree/model"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.filter { $0 != "\0" }
    }

    /// A zero-ended text in one of the system's fields.
    private static func text<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
