// SPDX-License-Identifier: MIT
import Foundation

/// Where the small files that outlive the process are.
public struct StateFolder: Sendable, Hashable {
    /// Path of the folder.
    public let path: String

    /// Takes a folder as it is.
    public init(path: String) { self.path = path }

    /// Finds the folder: `state.path`, else what systemd gives (`$STATE_DIRECTORY`), else the user's own.
    /// - Parameters:
    ///   - configured: `state.path` from the configuration.
    ///   - environment: the process's environment.
    public init(configured: String?, environment: [String: String]) {
        path =
            configured ?? environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
            ?? environment["XDG_STATE_HOME"].map { "\($0)/chargebridge" }
            ?? environment["HOME"].map { "\($0)/.local/state/chargebridge" } ?? "/var/lib/chargebridge"
    }

    /// The file of one charger.
    /// - Parameters:
    ///   - vendor: `device.vendor`.
    ///   - name: `device.name`.
    public func file(vendor: String, name: String) -> StateFile {
        let readable = "\(vendor)_\(name)".unicodeScalars.map { scalar in
            // A name must not lead out of the folder.
            CharacterSet.alphanumerics.contains(scalar) || "_-".unicodeScalars.contains(scalar)
                ? String(scalar) : "%" + String(scalar.value, radix: 16)
        }
        return StateFile(folder: path, path: "\(path)/\(readable.joined()).json")
    }
}
