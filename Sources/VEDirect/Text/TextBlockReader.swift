// SPDX-License-Identifier: MIT
/// Collects the fields of one text block, and finds the beginning of the next after damage.
struct TextBlockReader: Sendable {
    enum Step {
        case nothing
        /// The byte lies outside of any block.
        case stray
        /// A `:`: a HEX frame begins here, and the text goes on after it.
        case frameStart
        case block(TextBlock)
        case fault(StreamFault)
    }

    private enum Place {
        case outside, newline, label, value, checksum
    }

    private var place = Place.outside
    // Everything of the block but its checksum field; one array for the life of the reader.
    private var bytes = [UInt8](repeating: 0, count: TextBlock.maximumLength)
    private var count = 0
    private var fieldStart = 0
    private var fieldCount = 0
    private var length = 0
    private var label: UInt64 = 0
    private var firstLabel: UInt64 = 0
    // The label that begins a block: of the last whole one, and until then a good guess.
    private var opening = PackedLabel.productID
    // What was dropped at an opening label in the block's midst, in case it was no opening after all.
    private var dropped: (sum: UInt8, firstLabel: UInt64)?
    private var sum: UInt8 = 0
    private var sumBeforeField: UInt8 = 0
    private var isDamaged = false
    private var isFieldDamaged = false

    mutating func push(_ byte: UInt8) -> Step {
        if place == .checksum { return pushChecksum(byte) }
        if byte == ASCII.colon { return .frameStart }
        sum &+= byte
        switch place {
        case .value: return pushValue(byte)
        case .label: return pushLabel(byte)
        case .newline: return pushNewline(byte)
        case .outside, .checksum: return pushOutside(byte)
        }
    }

    /// Tells that the frame begun by the last `:` was no frame.
    ///
    /// Returns the block's own fault if the `:` was its checksum byte after all.
    mutating func frameBroke() -> StreamFault? {
        switch place {
        case .outside: return nil
        case .checksum:
            place = .outside
            return isDamaged ? nil : .blockChecksum
        case .newline, .label, .value:
            isDamaged = true
            isFieldDamaged = true
            return nil
        }
    }

    private mutating func pushOutside(_ byte: UInt8) -> Step {
        guard byte == ASCII.carriageReturn else { return .stray }
        beginBlock()
        return .nothing
    }

    private mutating func pushNewline(_ byte: UInt8) -> Step {
        if byte == ASCII.newline {
            append(byte)
            place = .label
            label = 0
            length = 0
            return .nothing
        }
        if fieldCount == 0, !isDamaged {
            // Not a block yet: the `\r` before was noise.
            place = .outside
            return pushOutside(byte)
        }
        return damage(.blockMalformed, at: byte)
    }

    private mutating func pushLabel(_ byte: UInt8) -> Step {
        if byte == ASCII.tab, length > 0 { return finishLabel() }
        if byte == ASCII.carriageReturn, length == 0, fieldCount == 0, !isDamaged {
            beginBlock()
            return .nothing
        }
        guard ASCII.isLabel(byte) else { return damage(.blockMalformed, at: byte) }
        guard length < TextBlock.maximumLabelLength else { return damage(.labelTooLong, at: byte) }
        label = PackedLabel.appending(byte, to: label)
        length += 1
        append(byte)
        return .nothing
    }

    private mutating func finishLabel() -> Step {
        if label == PackedLabel.checksum {
            place = .checksum
            return .nothing
        }
        var step = Step.nothing
        if label == opening, fieldCount > 0 || isDamaged, !isFieldDamaged {
            if !isDamaged {
                step = .fault(.blockUnfinished)
                dropped = (sumBeforeField, firstLabel)
            }
            restartAtThisField()
        }
        guard fieldCount < TextBlock.maximumFieldCount else { return damage(.tooManyFields, at: ASCII.tab) }
        if fieldCount == 0 { firstLabel = label }
        fieldCount += 1
        append(ASCII.tab)
        place = .value
        length = 0
        return step
    }

    private mutating func pushValue(_ byte: UInt8) -> Step {
        if byte == ASCII.carriageReturn {
            beginField()
            return .nothing
        }
        guard ASCII.isValue(byte) else { return damage(.blockMalformed, at: byte) }
        guard length < TextBlock.maximumValueLength else { return damage(.valueTooLong, at: byte) }
        length += 1
        append(byte)
        return .nothing
    }

    private mutating func pushChecksum(_ byte: UInt8) -> Step {
        if sum &+ byte == 0, fieldCount > 0, !isDamaged {
            place = .outside
            opening = firstLabel
            return .block(TextBlock(verified: Array(bytes[..<fieldStart])))
        }
        // Either the checksum byte of a damaged block, or a frame before the checksum byte.
        if byte == ASCII.colon { return .frameStart }
        return dropBlock(at: byte)
    }
}

extension TextBlockReader {
    private mutating func beginBlock() {
        count = 0
        fieldCount = 0
        isDamaged = false
        dropped = nil
        sum = ASCII.carriageReturn
        beginField()
    }

    /// Call with the field's `\r` already in the sum.
    private mutating func beginField() {
        sumBeforeField = sum &- ASCII.carriageReturn
        isFieldDamaged = false
        // Of a damaged block only the field in progress is kept.
        if isDamaged { count = 0 }
        fieldStart = count
        append(ASCII.carriageReturn)
        place = .newline
    }

    /// Ends a block whose sum does not hold, or that was given up before.
    private mutating func dropBlock(at byte: UInt8) -> Step {
        let step = isDamaged ? Step.nothing : .fault(fieldCount > 0 ? .blockChecksum : .blockMalformed)
        if let dropped, !isDamaged, sum &+ byte &+ dropped.sum == 0 { opening = dropped.firstLabel }
        place = .outside
        // The checksum byte may be missing, and this the beginning of the next block.
        if byte == ASCII.carriageReturn { beginBlock() }
        return step
    }

    /// Drops the fields before this one, whose label is complete.
    private mutating func restartAtThisField() {
        sum &-= sumBeforeField
        sumBeforeField = 0
        for index in fieldStart..<count { bytes[index - fieldStart] = bytes[index] }
        count -= fieldStart
        fieldStart = 0
        fieldCount = 0
        isDamaged = false
    }

    /// Gives the block up, but goes on following its fields.
    private mutating func damage(_ fault: StreamFault, at byte: UInt8) -> Step {
        let wasDamaged = isDamaged
        isDamaged = true
        isFieldDamaged = true
        length = 0
        place = .value
        if byte == ASCII.carriageReturn { beginField() }
        return wasDamaged ? .nothing : .fault(fault)
    }

    private mutating func append(_ byte: UInt8) {
        // The lengths of label, value and block keep a sound block below this; a damaged one may go on.
        guard count < bytes.count else { return }
        bytes[count] = byte
        count += 1
    }
}
