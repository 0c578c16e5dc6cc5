// SPDX-License-Identifier: MIT
import VEDirect

/// What was heard on a line so far.
struct LineHearing: Sendable {
    /// The first bytes, for a judgement of what can't be understood.
    private(set) var beginning: [UInt8] = []
    private(set) var charger = HeardCharger()
    /// Answers to requests, in their order.
    private(set) var answers: [HexAnswer] = []
    /// How often the charger said that what it hears is noise.
    private(set) var complaints = 0
    private var parser = StreamParser()
    private var isSynchronised = false
    /// Damage after the first whole piece; before it a piece is only heard from its midst.
    private(set) var faults = 0

    /// Some seconds' worth at 19200 baud.
    private static let longestBeginning = 16384
    private static let mostAnswers = 1000

    var byteCount: UInt64 { parser.counters.bytes }
    var blocks: UInt64 { parser.counters.blocks }
    var frames: UInt64 { parser.counters.frames }

    mutating func take(_ bytes: [UInt8]) {
        beginning += bytes.prefix(Self.longestBeginning - beginning.count)
        for byte in bytes {
            switch parser.push(byte) {
            case .block(let block):
                isSynchronised = true
                charger.take(block)
            case .frame(let frame):
                isSynchronised = true
                take(frame)
            case .fault: if isSynchronised { faults += 1 }
            case nil: break
            }
        }
    }

    private mutating func take(_ frame: HexFrame) {
        guard let answer = try? HexAnswer(frame: frame) else { return }
        switch answer {
        case .async: break
        case .frameError: complaints += 1
        default: if answers.count < Self.mostAnswers { answers.append(answer) }
        }
    }

    /// Takes in what an answer says of the charger.
    mutating func learn(_ answer: HexAnswer) { charger.take(answer) }
}

/// Which charger a line is from, as far as it said.
struct HeardCharger: Sendable, Hashable {
    var productID: UInt16?
    var firmware: String?
    var serialNumber: String?

    var product: Product? { productID.map(Product.init) }

    fileprivate mutating func take(_ block: TextBlock) {
        productID = block.productID ?? productID
        firmware = block.firmware?.description ?? firmware
        serialNumber = block.serialNumber ?? serialNumber
    }

    fileprivate mutating func take(_ answer: HexAnswer) {
        switch answer {
        case .done(let bytes) where bytes.count == 2:
            productID = productID ?? (UInt16(bytes[0]) | UInt16(bytes[1]) << 8)
        case .done(let bytes) where bytes.count == 4:
            // In the form of register 0x0100, with a byte before and behind.
            productID = productID ?? (UInt16(bytes[1]) | UInt16(bytes[2]) << 8)
        case .ping(let version): firmware = firmware ?? version.description
        case .get(let register) where register.address == Register.serialNumber.address:
            guard register.flags.isEmpty, case .text(let text) = Register.serialNumber.decode(register.value),
                !text.isEmpty
            else { return }
            serialNumber = serialNumber ?? text
        default: break
        }
    }
}
