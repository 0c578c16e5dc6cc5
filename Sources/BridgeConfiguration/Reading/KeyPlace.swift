// SPDX-License-Identifier: MIT
/// Finds where a key belongs that stands in the wrong section.
enum KeyPlace {
    /// The sections that take each key, by the key's last word; empty for the top of the file.
    private static let sections: [String: [String]] = {
        var sections: [String: [String]] = [:]
        for key in (KeyReference.keys + KeyReference.energyKeys).flatMap(\.keys) {
            var path = key.split(separator: ".").map(String.init)
            while let name = path.popLast() {
                let section = path.joined(separator: ".")
                if sections[name]?.contains(section) != true { sections[name, default: []].append(section) }
            }
        }
        return sections
    }()

    /// Where it belongs, in words; nil for a key that is known nowhere.
    static func words(for key: String) -> String? {
        sections[key].map { sections in
            let places = sections.map { $0.isEmpty ? "the top of the file" : "`\($0)`" }
            return "it belongs to \(places.joined(separator: " or "))"
        }
    }
}
