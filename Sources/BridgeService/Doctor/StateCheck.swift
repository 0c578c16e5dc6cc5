// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation

/// Whether the state files can be read and written.
struct StateCheck {
    private let configuration: Configuration
    private let states: StateFolder

    init(_ configuration: Configuration, _ states: StateFolder) {
        self.configuration = configuration
        self.states = states
    }

    var findings: [DoctorFinding] {
        [folder] + configuration.chargers.compactMap { file(of: $0) }
    }

    private var folder: DoctorFinding {
        let path = states.path
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isThere, !isFolder.boolValue {
            return .problem(
                .state, "\(path) is not a folder", do: "remove it, or set state.path to another place")
        }
        guard isThere ? canWrite(in: path) : canMake(path) else {
            return .problem(
                .state, "user \(NSUserName()) can't write in the state folder \(path)",
                do:
                    "sudo chown the folder to the bridge's user, or set state.path; if the bridge is a service, run this "
                    + "as its user: sudo -u chargebridge chargebridge doctor")
        }
        return .ok(.state, isThere ? "\(path) can be written" : "\(path) can be made")
    }

    /// Tried, since a disk may be read-only whatever the permissions say.
    private func canWrite(in folder: String) -> Bool {
        let path = "\(folder)/.doctor-\(getpid())"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return unlink(path) == 0
    }

    private func canMake(_ folder: String) -> Bool {
        var parent = folder.hasPrefix("/") ? folder : "./\(folder)"
        repeat {
            parent = (parent as NSString).deletingLastPathComponent
        } while parent.count > 1 && !FileManager.default.fileExists(atPath: parent)
        return canWrite(in: parent)
    }

    /// - Returns: nil when there is nothing to say.
    private func file(of charger: ChargerSettings) -> DoctorFinding? {
        let file = states.file(vendor: charger.vendor, name: charger.name)
        guard case .unreadable(let reason) = file.load() else { return nil }
        var finding =
            access(file.path, R_OK) != 0 && errno == EACCES
            ? DoctorFinding.unknown(
                .state, reason, do: "run this as the bridge's user: sudo -u chargebridge chargebridge doctor")
            : .warning(
                .state, reason,
                do:
                    "move it aside: the bridge begins without the kept wish and counters, and writes sparingly"
            )
        finding.charger = charger.name
        return finding
    }
}
