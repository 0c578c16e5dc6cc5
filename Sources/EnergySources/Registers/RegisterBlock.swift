// SPDX-License-Identifier: MIT
/// Registers in a row, read by one request so that their values belong together.
struct RegisterBlock: Hashable {
    let start: Int
    var count: Int

    /// As few blocks as possible without reading a register that was not asked for: a device refuses a whole
    /// block for one register that it does not have.
    /// - Parameters:
    ///   - addresses: where values begin.
    ///   - words: the registers of a value.
    static func covering(_ addresses: [Int], words: Int) -> [RegisterBlock] {
        var blocks: [RegisterBlock] = []
        for address in addresses.sorted() {
            if let last = blocks.last, last.start + last.count == address, last.count + words <= mostRegisters
            {
                blocks[blocks.count - 1].count += words
            } else {
                blocks.append(RegisterBlock(start: address, count: words))
            }
        }
        return blocks
    }

    /// Modbus Application Protocol 1.1b3, section 6.3 and 6.4.
    private static let mostRegisters = 125
}
