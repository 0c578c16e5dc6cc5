import ChargerControl
import VEDirect

/// Finds out which charger this is: what the text says twice, and what it answers to questions.
struct Identification: Sendable {
    /// How long to wait for a text block before asking for the product by command 4.
    static let patienceForText: Duration = .seconds(3)

    private var seenOnce: UInt16?
    private var productID: UInt16?
    private var firmware: String?
    private var serialNumber: String?
    private var maximum: Answer = .open
    private var minimum: Answer = .open
    private let startedAt: Duration
    private(set) var isComplete = false

    private enum Answer: Sendable {
        case open
        case none
        case limit(CurrentLimit)

        var limit: CurrentLimit? {
            if case .limit(let limit) = self { limit } else { nil }
        }
    }

    init(at now: Duration) { startedAt = now }

    /// Takes in what a block says of the charger.
    /// - Returns: false when the block names another charger than the one known: all is to be asked again.
    mutating func take(_ block: TextBlock) -> Bool {
        firmware = block.firmware?.description ?? firmware
        serialNumber = block.serialNumber ?? serialNumber
        guard let id = block.productID else { return true }
        if let productID, productID != id { return false }
        if seenOnce == id { productID = id }
        seenOnce = id
        return true
    }

    /// What is to be asked now; asking twice does no harm.
    func questions(at now: Duration) -> [(HexExchange.Purpose, HexRequest)] {
        guard !isComplete else { return [] }
        var questions: [(HexExchange.Purpose, HexRequest)] = []
        if case .open = maximum { questions.append(Self.get(.chargerMaximumCurrent)) }
        if case .open = minimum { questions.append(Self.get(.minimumCurrent)) }
        if seenOnce == nil, productID == nil, now - startedAt >= Self.patienceForText {
            questions.append((.productID, .productID))
            questions.append((.firmware, .appVersion))
            questions.append(Self.get(.serialNumber))
        }
        return questions
    }

    /// Takes an answer in.
    mutating func take(_ purpose: HexExchange.Purpose, _ result: HexExchange.Result) {
        switch (purpose, result) {
        case (.productID, .done(let bytes)) where bytes.count == 2:
            productID = productID ?? UInt16(littleEndianBytes: bytes[0], bytes[1])
        case (.productID, .done(let bytes)) where bytes.count == 4:
            // In the form of register 0x0100, with a byte before and behind.
            productID = productID ?? UInt16(littleEndianBytes: bytes[1], bytes[2])
        case (.firmware, .done(let bytes)) where bytes.count == 2:
            firmware =
                firmware ?? FirmwareVersion(word: UInt16(littleEndianBytes: bytes[0], bytes[1])).description
        case (.register(Register.serialNumber.address), .register(let answer)) where answer.flags.isEmpty:
            if case .text(let text) = Register.serialNumber.decode(answer.value), !text.isEmpty {
                serialNumber = text
            }
        case (.register(Register.chargerMaximumCurrent.address), _): maximum = Self.answer(result)
        case (.register(Register.minimumCurrent.address), _): minimum = Self.answer(result)
        default: break
        }
    }

    /// The identity, once everything that could be found out is.
    mutating func identity() -> ChargerIdentity? {
        guard !isComplete, let productID else { return nil }
        if case .open = maximum { return nil }
        if case .open = minimum { return nil }
        isComplete = true
        let product = Product(id: productID)
        let rated = product.ratedAmperes.map { CurrentLimit(deciamperes: $0 * 10) }
        return ChargerIdentity(
            productID: Int(productID), model: product.name, firmware: firmware, serialNumber: serialNumber,
            nominalVolts: product.ratedVolts, maximum: maximum.limit ?? rated, minimum: minimum.limit)
    }

    private static func get(_ register: Register) -> (HexExchange.Purpose, HexRequest) {
        (.register(register.address), .get(register.address))
    }

    /// 0 A is how an absent register reads (0xEDC8).
    private static func answer(_ result: HexExchange.Result) -> Answer {
        guard case .register(let answer) = result, answer.flags.isEmpty, let limit = CurrentLimit(answer),
            limit.deciamperes > 0
        else { return .none }
        return .limit(limit)
    }
}
