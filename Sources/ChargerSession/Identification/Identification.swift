// SPDX-License-Identifier: MIT
import ChargerControl
import VEDirect

/// Finds out which charger this is: what the text says twice, and what it answers to questions.
struct Identification: Sendable {
    /// How long to wait for a text block before asking for the product by command 4.
    static let patienceForText: Duration = .seconds(3)

    /// Between questions for a product that nobody answers.
    private static let productInterval: Duration = .seconds(10)

    private var seenOnce: UInt16?
    private var productID: UInt16?
    private var firmware: String?
    private var serialNumber: String?
    private var maximum: CurrentLimit?
    private var minimum: CurrentLimit?
    /// What was asked and came to an end, answered or not.
    private var settled: Set<HexExchange.Purpose> = []
    private var productAskedAt: Duration?
    private let startedAt: Duration
    private var told: ChargerIdentity?

    init(at now: Duration) { startedAt = now }

    /// Takes in what a block says of the charger.
    /// - Returns: false when the block names another charger than the one known: all is to be asked again.
    mutating func take(_ block: TextBlock) -> Bool {
        if let productID, let new = block.productID, new != productID { return false }
        if let serialNumber, let new = block.serialNumber, new != serialNumber { return false }
        firmware = block.firmware?.description ?? firmware
        serialNumber = block.serialNumber ?? serialNumber
        guard let id = block.productID else { return true }
        if seenOnce == id { productID = id }
        seenOnce = id
        return true
    }

    /// What is to be asked now; asking twice does no harm.
    mutating func questions(at now: Duration) -> [(HexExchange.Purpose, HexRequest)] {
        guard told == nil else { return [] }
        var questions = [Self.get(.chargerMaximumCurrent), Self.get(.minimumCurrent)]
        if mustAskProduct(at: now) {
            productAskedAt = now
            settled.remove(.productID)
        }
        if productAskedAt != nil {
            if productID == nil { questions.append((.productID, .productID)) }
            if firmware == nil { questions.append((.firmware, .appVersion)) }
            if serialNumber == nil { questions.append(Self.get(.serialNumber)) }
        }
        return questions.filter { !settled.contains($0.0) }
    }

    /// The text does not come, or pauses after each question and so does not come twice.
    private func mustAskProduct(at now: Duration) -> Bool {
        guard productID == nil else { return false }
        guard let productAskedAt else { return now - startedAt >= Self.patienceForText }
        return now - productAskedAt >= Self.productInterval
    }

    /// Takes an answer in.
    mutating func take(_ purpose: HexExchange.Purpose, _ result: HexExchange.Result) {
        settled.insert(purpose)
        switch (purpose, result) {
        case (.productID, .done(let bytes)) where bytes.count == 2:
            takeProduct(UInt16(littleEndianBytes: bytes[0], bytes[1]))
        case (.productID, .done(let bytes)) where bytes.count == 4:
            // In the form of register 0x0100, with a byte before and behind.
            takeProduct(UInt16(littleEndianBytes: bytes[1], bytes[2]))
        case (.firmware, .done(let bytes)) where bytes.count == 2:
            firmware =
                firmware ?? FirmwareVersion(word: UInt16(littleEndianBytes: bytes[0], bytes[1])).description
        case (.register(Register.serialNumber.address), .register(let answer)) where answer.flags.isEmpty:
            if case .text(let text) = Register.serialNumber.decode(answer.value), !text.isEmpty {
                serialNumber = serialNumber ?? text
            }
        case (.register(Register.chargerMaximumCurrent.address), _): maximum = Self.limit(result)
        case (.register(Register.minimumCurrent.address), _): minimum = Self.limit(result)
        default: break
        }
    }

    /// Where the text said something else, it is to say so again.
    private mutating func takeProduct(_ id: UInt16) {
        if seenOnce == nil || seenOnce == id { productID = productID ?? id }
    }

    /// The identity, once everything that could be found out is, and again when more of it becomes known.
    mutating func identity() -> ChargerIdentity? {
        guard let productID, isAllSettled else { return nil }
        let product = Product(id: productID)
        let rated = product.ratedAmperes.map { CurrentLimit(deciamperes: $0 * 10) }
        let identity = ChargerIdentity(
            productID: Int(productID), model: product.name, firmware: firmware, serialNumber: serialNumber,
            nominalVolts: product.ratedVolts, maximum: maximum ?? rated, minimum: minimum)
        guard identity != told else { return nil }
        told = identity
        return identity
    }

    private var isAllSettled: Bool {
        guard settled.contains(Self.get(.chargerMaximumCurrent).0),
            settled.contains(Self.get(.minimumCurrent).0)
        else { return false }
        guard productAskedAt != nil else { return true }
        return (firmware != nil || settled.contains(.firmware))
            && (serialNumber != nil || settled.contains(Self.get(.serialNumber).0))
    }

    private static func get(_ register: Register) -> (HexExchange.Purpose, HexRequest) {
        (.register(register.address), .get(register.address))
    }

    /// 0 A is how an absent register reads (0xEDC8).
    private static func limit(_ result: HexExchange.Result) -> CurrentLimit? {
        guard case .register(let answer) = result, answer.flags.isEmpty, let limit = CurrentLimit(answer),
            limit.deciamperes > 0
        else { return nil }
        return limit
    }
}
