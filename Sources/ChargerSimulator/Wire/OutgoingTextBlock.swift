// SPDX-License-Identifier: MIT
/// A text block as it goes over the wire.
struct OutgoingTextBlock {
    let fields: [(label: String, value: String)]

    /// The bytes in pieces, one a field; the last one is the checksum field.
    var pieces: [[UInt8]] {
        var pieces = fields.map { Array("\r\n\($0.label)\t\($0.value)".utf8) }
        let checksum = Array("\r\nChecksum\t".utf8)
        let sum = (pieces + [checksum]).joined().reduce(0 as UInt8, &+)
        pieces.append(checksum + [0 &- sum])
        return pieces
    }

    /// The bytes with frames in between.
    /// - Parameters:
    ///   - frames: What to put in; empty for a block in one piece.
    ///   - place: Where frames may stand.
    ///   - random: Chooses the places.
    func bytes(
        with frames: [[UInt8]], _ place: Faults.FramesInText, using random: inout SeededRandom
    ) -> [UInt8] {
        var pieces = pieces
        guard place != .never, let last = pieces.popLast() else { return Array(pieces.joined()) }
        if place == .anywhere {
            // A field's line break stays whole, its label and value don't.
            pieces = pieces.flatMap { [Array($0.prefix(2))] + $0.dropFirst(2).map { [$0] } }
        }
        for frame in frames {
            pieces.insert(frame, at: Int.random(in: 1...pieces.count, using: &random))
        }
        return Array((pieces + [last]).joined())
    }
}
