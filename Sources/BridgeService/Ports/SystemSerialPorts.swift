// SPDX-License-Identifier: MIT
import Foundation

/// The serial ports of a Linux machine, as its device and system folders show them.
public struct SystemSerialPorts: Sendable {
    /// One port.
    public struct Port: Sendable, Hashable {
        /// Its device, such as `/dev/ttyUSB0`.
        public var path: String
        /// Names that lead to it and stay the same, such as those in `/dev/serial/by-id`.
        public var links: [String]
        /// What it is, as far as the system knows.
        public var hardware: Hardware
    }

    /// What a port is made of.
    public struct Hardware: Sendable, Hashable, Codable {
        /// The adapter's maker, or its number.
        public var vendor: String?
        /// The adapter, or its number.
        public var product: String?
        /// The adapter's own serial number.
        public var serialNumber: String?

        enum CodingKeys: String, CodingKey {
            case vendor, product
            case serialNumber = "serial_number"
        }
    }

    private let devices: String
    private let system: String

    /// The ports of this machine.
    /// - Parameters:
    ///   - devices: where devices are.
    ///   - system: where the kernel describes them.
    public init(devices: String = "/dev", system: String = "/sys") {
        self.devices = devices
        self.system = system
    }

    /// All ports at which a charger can be: USB adapters and the ports of boards, those with links first.
    public func list() -> [Port] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: devices)) ?? []
        let links = Dictionary(grouping: stableLinks(), by: \.target).mapValues { $0.map(\.path).sorted() }
        let ports = names.filter(isPort).map { name in
            let path = "\(devices)/\(name)"
            return Port(path: path, links: links[Self.real(path)] ?? [], hardware: hardware(name))
        }
        return ports.sorted { ($0.links.isEmpty ? 1 : 0, $0.path) < ($1.links.isEmpty ? 1 : 0, $1.path) }
    }

    /// What is known of the port at a path, links followed.
    public func hardware(at path: String) -> Hardware {
        hardware((Self.real(path) as NSString).lastPathComponent)
    }

    private func isPort(_ name: String) -> Bool {
        if ["ttyUSB", "ttyACM", "ttyAMA", "ttySC", "ttyXRUSB"].contains(where: name.hasPrefix) {
            return true
        }
        // The kernel makes names for ports that a board may have had; type 0 says that there is none.
        guard name.hasPrefix("ttyS"), let type = text("\(system)/class/tty/\(name)/type") else {
            return false
        }
        return type != "0"
    }

    private func stableLinks() -> [(path: String, target: String)] {
        let folder = "\(devices)/serial/by-id"
        let byID = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map {
            "\(folder)/\($0)"
        }
        // On a Raspberry Pi, whichever port is on the pins.
        let board = ["serial0", "serial1"].map { "\(devices)/\($0)" }
        return (byID + board).filter(FileManager.default.fileExists).map { ($0, Self.real($0)) }
    }

    private func hardware(_ name: String) -> Hardware {
        var folder = Self.real("\(system)/class/tty/\(name)/device")
        // An adapter's interface stands some folders below the device that has the names.
        for _ in 0..<6 {
            guard folder.hasPrefix(Self.real(system)) else { break }
            if let vendor = text("\(folder)/idVendor") {
                return Hardware(
                    vendor: text("\(folder)/manufacturer") ?? vendor,
                    product: text("\(folder)/product") ?? text("\(folder)/idProduct"),
                    serialNumber: text("\(folder)/serial"))
            }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return Hardware()
    }

    private static func real(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    private func text(_ path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }
}
