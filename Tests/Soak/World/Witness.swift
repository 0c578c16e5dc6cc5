// SPDX-License-Identifier: MIT
import VEDirect

/// Reads both ends of the wire from the charger: what was sent, and what arrived of it.
///
/// An 8-bit sum lets some damage through; the witness knows which blocks and frames were never sent.
struct Witness: Sendable {
    /// What a value shown comes from.
    enum Quantity: Hashable, Sendable {
        case voltage, current, batteryTemperature, internalTemperature, state, error, limit, lapsingLimit
    }

    /// A value that was never sent and arrived all the same, its sum holding by chance.
    struct FalseValue: Sendable {
        var quantity: Quantity
        var number: Int
        var at: Duration
    }

    private var sender = StreamParser()
    private var receiver = StreamParser()
    private var sentBlocks: [TextBlock] = []
    private var sentFrames: [HexFrame] = []

    private(set) var heardAt: Duration?
    private(set) var deliveredAt: [Quantity: Duration] = [:]
    private(set) var falseValues: [FalseValue] = []
    private(set) var blocksLetThrough = 0
    private(set) var framesLetThrough = 0
    /// When the program began to set the limit, until that is answered.
    var settingSince: Duration?
    /// The limit the program heard last.
    private(set) var limitKnown: Int?
    private static let longestSetting: Duration = .seconds(15)
    /// Longer than anything is shown without being heard again.
    private static let longestMemory: Duration = .seconds(600)
    /// How often the program is sure to have heard the limit it asked for.
    private(set) var limitsRead = 0
    /// Limits the charger said, 0.1 A, from the last on that is sure to have been heard.
    private(set) var limitsSaid = [(number: Int, at: Duration)].withRoom(for: 201, of: (0, .zero))

    /// The same of the register that lapses, lately.
    private(set) var lapsingSaid = [(number: Int, at: Duration)].withRoom(for: 61, of: (0, .zero))

    /// The command with which the program last asked for the limit or set it, to what, and when; an answer to another
    /// one, about another limit, or one that comes much later, is not waited for.
    var limitAsked: (command: UInt8, limit: Int?, at: Duration)?
    private static let patience: Duration = .milliseconds(1150)

    /// Takes in what was sent and what arrives of it at the same time.
    mutating func take(sent: [UInt8], arrived: [UInt8], at now: Duration) {
        for byte in sent {
            switch sender.push(byte) {
            case .block(let block): Self.remember(block, in: &sentBlocks, atMost: 4)
            case .frame(let frame):
                Self.remember(frame, in: &sentFrames, atMost: 60)
                for (quantity, number) in Self.values(frame) { said(quantity, number, at: now) }
            case .fault, nil: break
            }
        }
        for byte in arrived {
            switch receiver.push(byte) {
            case .block(let block): receive(block, at: now)
            case .frame(let frame): receive(frame, at: now)
            case .fault, nil: break
            }
        }
    }

    private mutating func said(_ quantity: Quantity, _ number: Int, at now: Duration) {
        switch quantity {
        case .limit:
            limitsSaid.append((number, now))
            if limitsSaid.count > 200 { limitsSaid.removeFirst() }
        case .lapsingLimit:
            lapsingSaid.append((number, now))
            if lapsingSaid.count > 60 { lapsingSaid.removeFirst() }
        default: break
        }
    }

    /// Whether the charger said a limit in either register, since a time.
    func wasSaid(limit: Int, since time: Duration = .zero) -> Bool {
        limitsSaid.contains { $0.number == limit && $0.at >= time }
            || lapsingSaid.contains { $0.number == limit && $0.at >= time }
    }

    /// Whether a limit that was never said arrived, of either register, within a time.
    func wasDeceived(aboutLimit number: Int, since time: Duration) -> Bool {
        wasDeceived(.limit, number, since: time) || wasDeceived(.lapsingLimit, number, since: time)
    }

    /// Whether a value that was never sent arrived within a time.
    func wasDeceived(_ quantity: Quantity, _ number: Int, since time: Duration) -> Bool {
        falseValues.contains { $0.quantity == quantity && $0.number == number && $0.at >= time }
    }

    private static func remember<Sent>(_ new: Sent, in list: inout [Sent], atMost most: Int) {
        list.append(new)
        if list.count > most { list.removeFirst() }
    }

    private mutating func receive(_ block: TextBlock, at now: Duration) {
        let isFalse = !sentBlocks.contains(block)
        if isFalse { blocksLetThrough += 1 }
        take(Self.values(block), isFalse: isFalse, at: now)
    }

    private mutating func receive(_ frame: HexFrame, at now: Duration) {
        let isFalse = !sentFrames.contains(frame)
        if isFalse { framesLetThrough += 1 }
        let values = Self.values(frame)
        take(values, isFalse: isFalse, at: now)
        guard !isFalse, let asked = limitAsked, asked.command == frame.command,
            now - asked.at < Self.patience,
            let said = values.first(where: { $0.0 == .limit })?.1, asked.limit ?? said == said
        else { return }
        if frame.command == 7 { limitsRead += 1 }
        limitKnown = said
        if frame.command == 8 { settingSince = nil }
        // What is read back during a setting is shown when that has come to its end.
        if let settingSince, now - settingSince < Self.longestSetting { return }
        if let last = limitsSaid.lastIndex(where: { $0.number == said }) { limitsSaid.removeFirst(last) }
    }

    private mutating func take(_ values: [(Quantity, Int)], isFalse: Bool, at now: Duration) {
        heardAt = now
        for (quantity, number) in values {
            deliveredAt[quantity] = now
            if isFalse { falseValues.append(FalseValue(quantity: quantity, number: number, at: now)) }
        }
        // So that what this soak remembers does not grow by the month, which would look like the program's growth.
        falseValues.removeAll { now - $0.at > Self.longestMemory }
    }

    private static func values(_ block: TextBlock) -> [(Quantity, Int)] {
        let labels: [(Quantity, String, Int)] = [
            (.voltage, "V", 1), (.current, "I", 1), (.batteryTemperature, "T", 100), (.state, "CS", 1),
            (.error, "ERR", 1),
        ]
        return labels.compactMap { quantity, label, scale in
            guard let number = block[label].flatMap({ Int($0) }), abs(number) < 1_000_000_000 else {
                return nil
            }
            return (quantity, number * scale)
        }
    }

    /// The register of an unasked frame, or of an answer without flags.
    private static func values(_ frame: HexFrame) -> [(Quantity, Int)] {
        let payload = frame.payload
        guard [7, 8, 10].contains(frame.command), (4...7).contains(payload.count), payload[2] == 0 else {
            return []
        }
        let number = payload[3...].reversed().reduce(0) { $0 << 8 | Int($1) }
        switch UInt16(payload[0]) | UInt16(payload[1]) << 8 {
        case 0xED8D, 0xEDD5: return [(.voltage, number * 10)]
        case 0xED8C: return [(.current, number)]
        case 0xED8F, 0xEDD7: return [(.current, number * 100)]
        case 0xEDDB: return [(.internalTemperature, number)]
        case 0x0201: return [(.state, number)]
        case 0xEDDA: return [(.error, number)]
        case 0xEDF0: return [(.limit, number)]
        case 0x2015: return [(.lapsingLimit, number)]
        default: return []
        }
    }
}
