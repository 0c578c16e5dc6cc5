// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import Testing

/// The reference that the page about the configuration is made from.
@Suite("The reference of the keys")
struct DocumentedKeyTests {
    private static let reference = KeyReference.keys + KeyReference.energyKeys

    @Test("Every key that can be set is in it, once")
    func complete() {
        let known = Self.knownKeys(of: [])
        #expect(known.count > 60, "\(known)")
        let documented = Self.reference.flatMap(\.keys)
        #expect(Set(known).subtracting(documented) == [])
        #expect(documented.count == Set(documented).count, "\(documented)")
    }

    @Test("Every key in it can be set")
    func honest() {
        let known = Self.knownKeys(of: [])
        for key in Self.reference.flatMap(\.keys) {
            #expect(known.contains { $0 == key || $0.hasPrefix("\(key).") }, "\(key) is no key")
        }
    }

    @Test("What a file must have is what it calls needed")
    func needed() {
        let files = [
            "{}", "surplus: { meter: { mqtt: {} }, plug: {} }", "surplus: { meter: { modbus: {} } }",
        ]
        let missing = Set(
            files.flatMap { read($0).findings }.filter { $0.message.hasPrefix("is missing") }.map(\.key))
        #expect(missing.count > 7, "\(missing)")
        for entry in Self.reference {
            let isNeeded = entry.standard.hasPrefix(KeyEntry.needed)
            #expect(isNeeded == !missing.isDisjoint(with: entry.keys), "\(entry.keys)")
        }
    }

    @Test("Every word that can be chosen is said")
    func choices() {
        let first = "expected one of "
        var count = 0
        for entry in Self.reference {
            for finding in entry.keys.flatMap({ Self.findings(at: $0.split(separator: ".").map(String.init)) }
            )
            where entry.keys.contains(finding.key) && finding.message.hasPrefix(first) {
                let words = finding.message.dropFirst(first.count)
                    .components(separatedBy: ", found")[0]
                for word in words.components(separatedBy: ", ") {
                    count += 1
                    #expect(
                        "\(entry.standard) \(entry.meaning)".contains("`\(word)`"), "\(finding.key): \(word)")
                }
            }
        }
        #expect(count > 30)
    }

    /// Every key below a section, found by asking for one that is not there.
    private static func knownKeys(of section: [String]) -> [String] {
        let path = (section + [unknown]).joined(separator: ".")
        let answer = findings(at: section).first { $0.key == path }?.message ?? ""
        guard let list = answer.components(separatedBy: "known here: ").dropFirst().first else {
            return [section.joined(separator: ".")]
        }
        return list.components(separatedBy: ", ").flatMap { name in
            let key = (section + [name]).joined(separator: ".")
            return sectionsAgain.contains(key) ? [key] : knownKeys(of: section + [name])
        }
    }

    /// What is said of a section with a key that is not known, whether or not a section can stand there.
    private static func findings(at section: [String]) -> [Finding] {
        read(section.reversed().reduce("{ \(unknown): 1 }") { "{ \($1): \($0) }" }).findings
    }

    private static let unknown = "zzz"

    /// Keys whose sections say again what is explained elsewhere: a charger, a topic with its pointer.
    private static let sectionsAgain: Set = ["chargers", "surplus.meter.mqtt.topic"]
}
