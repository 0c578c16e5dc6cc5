// SPDX-License-Identifier: MIT
/// Where the documents about one charger are.
struct DiscoveryTopics: Sendable, Hashable {
    let prefix: String
    let node: String
    let script: [String]

    init(prefix: String, charger: DiscoveredCharger) {
        self.prefix = prefix
        node = Self.escaped(charger.uniqueID)
        script = Self.script(charger.uniqueID)
    }

    /// The document of the device form.
    var device: String { "\(prefix)/device/\(node)/config" }

    /// The document of one entity, in the component form.
    func component(_ platform: String, _ key: String) -> String {
        "\(prefix)/\(platform)/\(node)/\(key)/config"
    }

    /// Where the Python script put its two documents.
    ///
    /// Always below Home Assistant's own prefix, and never escaped; nowhere if that could not be a topic.
    private static func script(_ uniqueID: String) -> [String] {
        guard !uniqueID.contains(where: { "+#\0".contains($0) }) else { return [] }
        return ["voltage", "current"].map { "homeassistant/sensor/\(uniqueID)/\($0)/config" }
    }

    /// A name made of what Home Assistant takes in a discovery topic: letters, digits, `_` and `-`.
    ///
    /// Every other byte becomes `-xHH-`. So that no two names become the same, a `-` that stands before an `x`
    /// is written so as well; all other names stay as they are.
    static func escaped(_ name: String) -> String {
        let bytes = Array(name.utf8)
        return bytes.indices.map { index in
            let isMistakable = bytes[index...].starts(with: "-x".utf8)
            return isLegal(bytes[index]) && !isMistakable
                ? String(UnicodeScalar(bytes[index])) : "-x\(hexadecimal(bytes[index]))-"
        }.joined()
    }

    /// Whether Home Assistant listens on a topic with this name in it.
    static func isLegal(_ name: String) -> Bool { !name.isEmpty && name.utf8.allSatisfy(isLegal) }

    private static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
