// SPDX-License-Identifier: MIT
/// Finds what someone may have meant.
public enum Spelling {
    /// The known word nearest to one that is not known, if it is near enough to be meant.
    public static func nearest(to word: String, among known: [String]) -> String? {
        let parts = Set(word.split(separator: "-"))
        let nearest = known.map { name in
            // Words in another order, or one too few, are near too.
            let missing = parts.symmetricDifference(Set(name.split(separator: "-")))
            return (name, min(distance(Array(word), Array(name)), missing.count * 3))
        }.min { $0.1 < $1.1 }
        guard let (name, distance) = nearest, distance <= max(1, name.count / 3) else { return nil }
        return name
    }

    /// Insertions, deletions and replacements between two words (Levenshtein).
    private static func distance(_ from: [Character], _ to: [Character]) -> Int {
        var last = Array(0...to.count)
        for row in from.indices {
            var current = [row + 1]
            for column in to.indices {
                let replaced = last[column] + (from[row] == to[column] ? 0 : 1)
                current.append(min(replaced, last[column + 1] + 1, current[column] + 1))
            }
            last = current
        }
        return last[to.count]
    }
}
