// SPDX-License-Identifier: MIT
public import BridgeConfiguration
import ByteLink
import Foundation

/// Takes out of findings what nobody but their owner should see: passwords, serial numbers, and most of the names
/// of machines and people.
public struct Redaction: Sendable {
    private var replacements: [(secret: String, shown: String)] = []

    /// What a configuration and this machine know.
    /// - Parameter configuration: nil when it could not be read.
    public init(_ configuration: Configuration?) {
        if let broker = configuration?.mqtt {
            // No finding has it. An ordinary word would be told by the gaps it leaves in our own sentences.
            let password = broker.password?.reveal() ?? ""
            if password.count >= 8, !password.allSatisfy(\.isLetter) { hide(password, as: "…") }
            shorten(broker.username)
            shorten(broker.host)
        }
        for charger in configuration?.chargers ?? [] {
            if case .network(let address) = charger.serial.port { shorten(address.host) }
            if case .modbus(let meter) = charger.surplus?.meter?.source { shorten(meter.host) }
        }
        shorten(configuration?.instance)
        shorten(ProcessInfo.processInfo.hostName)
        // "root" is everybody's.
        if NSUserName() != "root" { shorten(NSUserName()) }
        for port in SystemSerialPorts().list() { hide(port.hardware.serialNumber, as: "‹serial number›") }
        // A name within another one would spoil it.
        replacements.sort { $0.secret.count > $1.secret.count }
    }

    private mutating func hide(_ secret: String?, as shown: String) {
        if let secret, !secret.isEmpty { replacements.append((secret, shown)) }
    }

    /// The first letter is left, to tell one from another; this machine's own names stay.
    private mutating func shorten(_ name: String?) {
        guard let name, name.count > 1, !["localhost", "127.0.0.1", "::1"].contains(name) else { return }
        hide(name, as: "\(name.prefix(1))…")
    }

    /// A text without all that.
    public func of(_ text: String) -> String {
        var text = text
        for (secret, shown) in replacements { text = Self.replacing(secret, with: shown, in: text) }
        // A serial number on a charger, and one in the name of an adapter's link.
        text = text.replacing(#/\b[A-Z]{2}[0-9]{4}[A-Z0-9]{5}\b/#, with: "‹serial number›")
        text = text.replacing(#/serial number (?!‹)[^\s,;)]+/#, with: "serial number ‹serial number›")
        text = text.replacing(#/(?<start>by-id\/\S+_)[^_\s]+(?<end>-if[0-9])/#) {
            "\($0.output.start)‹serial number›\($0.output.end)"
        }
        text = text.replacing(#/\/dev\/chargebridge-[^\s:,]+/#, with: "/dev/chargebridge-…")
        return text.replacing(#/\/home\/[^\/\s]+/#, with: "/home/…")
    }

    /// Only where it stands by itself: a user `pi` is no part of a topic.
    private static func replacing(_ secret: String, with shown: String, in text: String) -> String {
        func isPart(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
        var rest = Substring(text)
        var result = ""
        while let found = rest.firstRange(of: secret) {
            let before = rest[..<found.lowerBound].last ?? result.last
            let after = rest[found.upperBound...].first
            result += rest[..<found.lowerBound]
            result += isPart(before) || isPart(after) ? secret : shown
            rest = rest[found.upperBound...]
        }
        return result + rest
    }

    /// A finding without all that.
    public func of(_ finding: DoctorFinding) -> DoctorFinding {
        var finding = finding
        finding.what = of(finding.what)
        finding.remedy = finding.remedy.map { of($0) }
        finding.charger = finding.charger.map { of($0) }
        return finding
    }
}
