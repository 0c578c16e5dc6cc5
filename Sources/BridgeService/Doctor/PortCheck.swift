// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ByteLink
import Foundation

/// Whether the port is there, may be opened and is free; if so, what comes over it.
struct PortCheck {
    private let charger: ChargerSettings
    private let states: StateFolder
    private let listening: Duration
    private let address: LinkAddress

    init(_ charger: ChargerSettings, states: StateFolder, listening: Duration) {
        self.charger = charger
        self.states = states
        self.listening = listening
        address = charger.serial.linkAddress
    }

    func findings() async -> [DoctorFinding] {
        // One that does not lock the port would lose bytes to us, and we to it.
        if case .serial(let path, _) = address, let user = SerialPortUser.other(of: path) {
            return held(by: user)
        }
        do {
            let line = try await listen()
            let opened = DoctorFinding.ok(.port, "\(address) can be opened and is free")
            return [opened] + (await line.findings())
        } catch let error as LinkError {
            return failed(error)
        } catch {
            return [.problem(.port, "\(error)", do: "try again")]
        }
    }

    private func listen() async throws -> LineCheck {
        try await PortProbe.open(address).withLink { link in
            var probe = LineProbe(link)
            try await probe.listen(for: listening) { $0.blocks >= 2 && $0.frames > 0 }
            let signal = SignalJudge(hearing: probe.hearing).signal
            // What can't be read may be any device's: it is not written to. A silent charger may be asked.
            var answers: Bool?
            switch signal {
            case .sound, .damaged: answers = try await probe.introduce()
            case .silent: answers = try await probe.introduce(tries: 2)
            default: break
            }
            return LineCheck(address: address, signal: signal, hearing: probe.hearing, answers: answers)
        }
    }

    private func failed(_ error: LinkError) -> [DoctorFinding] {
        switch error.code {
        case .noSuchPort: [missing]
        case .permissionDenied: [forbidden]
        case .busy: held(by: SerialPortUser.holder(of: "\(address)"))
        case .notASerialPort:
            [
                .problem(
                    .port, "\(address) is not a serial port",
                    do: "put the path of one into serial.port; 'chargebridge ports' lists them")
            ]
        default:
            // These words end with what to do.
            [Self.split(error.words)]
        }
    }

    private static func split(_ words: String) -> DoctorFinding {
        let parts = words.split(separator: ": ", maxSplits: 1).map(String.init)
        return .problem(.port, parts.first ?? words, do: parts.count == 2 ? parts[1] : "try again")
    }

    private var missing: DoctorFinding {
        let ports = SystemSerialPorts().list().map { $0.links.first ?? $0.path }
        let there =
            ports.isEmpty
            ? "plug the adapter in, and give it to this machine if it is a virtual one or a container"
            : "plug the adapter in, or put one that is there into serial.port: "
                + ports.joined(separator: ", ")
        return .problem(.port, "\(address) is not there", do: there)
    }

    /// The groups whose only meaning is to use serial ports and adapters.
    private static let portGroups: Set = ["dialout", "uucp", "plugdev"]

    private var forbidden: DoctorFinding {
        let path = "\(address)"
        // A path in /dev/serial/by-id is a link, which everyone owns alike.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        let owner = attributes?[.ownerAccountName] as? String ?? "another user"
        let group = attributes?[.groupOwnerAccountName] as? String ?? "another group"
        let what =
            "user \(NSUserName()) may not open \(path), which belongs to \(owner) and the group \(group)"
        // Any other group, root above all, would give the user more than a serial port.
        guard Self.portGroups.contains(group) else {
            return .problem(
                .port, what,
                do:
                    "run this as the service's user; a serial adapter usually belongs to the group dialout: see what gave this one away (udev rules, sudo)"
            )
        }
        return .problem(
            .port, what,
            do:
                "sudo usermod -aG \(group) \(NSUserName()), then log in again; or run this as the service's user"
        )
    }

    private func held(by holder: SerialPortUser?) -> [DoctorFinding] {
        guard let holder else {
            return [
                .problem(
                    .port, "\(address) is in use by a program that this user can't see",
                    do: "run this with sudo to see which, and stop that")
            ]
        }
        guard holder.isBridge else {
            return [
                .problem(
                    .port, "\(address) is in use by \(holder)",
                    do: "stop that, and what starts it: only one program can read a port")
            ]
        }
        let port = DoctorFinding.ok(.port, "the bridge runs on \(address) (\(holder))")
        return [port]
            + RunningBridgeCheck(socket: states.path + "/api.sock", charger: charger.name).findings()
    }
}
