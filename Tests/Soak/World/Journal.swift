// SPDX-License-Identifier: MIT
/// What happened to a charger lately, in a piece of memory that does not grow.
struct Journal: Sendable, CustomStringConvertible {
    private static let size = 8192
    private var text = [UInt8].withRoom(for: size, of: 0)

    /// Adds a line; the older half goes when there is no room.
    mutating func note(_ line: String) {
        if text.count + line.utf8.count + 2 > Self.size { text.removeFirst(text.count / 2) }
        text.append(contentsOf: line.utf8)
        text.append(contentsOf: "; ".utf8)
    }

    var description: String { String(decoding: text, as: UTF8.self) }
}

extension Array {
    /// Empty, with room that was written to once: what this soak remembers must not look like the program's
    /// growth, and memory that is only reserved counts from its first use.
    static func withRoom(for count: Int, of element: Element) -> [Element] {
        var list = [Element](repeating: element, count: count)
        list.removeAll(keepingCapacity: true)
        return list
    }
}
