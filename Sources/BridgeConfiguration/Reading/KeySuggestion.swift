// SPDX-License-Identifier: MIT
/// Finds the key that someone may have meant.
enum KeySuggestion {
    /// The known key nearest to a word, if it is near enough to be meant.
    static func nearest(to word: String, among known: [String]) -> String? {
        let written = Array(word.lowercased().map { $0 == "-" ? "_" : $0 })
        let nearest = known.map { ($0, distance(written, Array($0))) }.min { $0.1 < $1.1 }
        guard let (name, distance) = nearest, distance <= max(1, name.count / 3) else { return nil }
        return name
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words (Damerau and Levenshtein).
    private static func distance(_ from: [Character], _ to: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...to.count)
        for row in from.indices {
            var current = [row + 1]
            for column in to.indices {
                let replaced = last[column] + (from[row] == to[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[to.count]
    }
}
