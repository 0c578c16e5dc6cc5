// SPDX-License-Identifier: MIT
import VEDirect

/// Recognises a block whose checksum holds by chance: half of a block never changes.
///
/// Which charger it is, its firmware and serial number and the order of the labels are the same in every
/// block. When they differ, the block is damaged or comes from another charger; a second one like it tells.
struct BlockFingerprint: Sendable {
    private struct Print: Sendable, Equatable {
        var labels: [String]
        var productID: String?
        var firmware: String?
        var serialNumber: String?
    }

    private var trusted: Print?
    private var suspect: Print?
    /// Blocks held back because their fixed part was another.
    private(set) var heldBack = 0

    /// Whether the block's fixed part is the known one, or was seen twice in a row.
    mutating func trusts(_ block: TextBlock) -> Bool {
        let fields = block.fields
        let print = Print(
            labels: fields.map(\.label), productID: block["PID"], firmware: block["FWE"] ?? block["FW"],
            serialNumber: block.serialNumber)
        if print == trusted || print == suspect || trusted == nil {
            trusted = print
            suspect = nil
            return true
        }
        suspect = print
        heldBack += 1
        return false
    }
}
