// SPDX-License-Identifier: MIT
import VEDirect

/// Asks for what does not arrive by itself, and only for that.
struct Watch: Sendable {
    private struct Entry: Sendable {
        var register: Register
        /// How old the value may become before it is asked for.
        var interval: Duration
        /// Whether the text brings the same, so that it is asked for only while there is no text.
        var isInText: Bool
    }

    /// Often enough that one lost answer makes no value grow old; all in a row, which leaves firmware that pauses
    /// its text for each question the quiet to begin it again.
    private static let entries = [
        Entry(register: .internalTemperature, interval: .seconds(20), isInText: false),
        Entry(register: .chargerVoltage, interval: .seconds(12), isInText: true),
        Entry(register: .outputCurrent, interval: .seconds(12), isInText: true),
        Entry(register: .deviceState, interval: .seconds(12), isInText: true),
        Entry(register: .errorCode, interval: .seconds(12), isInText: true),
        Entry(register: .offReason, interval: .seconds(60), isInText: false),
    ]
    /// How long a charger that was not heard before is given to begin its text.
    private static let patienceForText: Duration = .seconds(5)
    /// Text that has not come for so long does not come; late enough for firmware that pauses it after each
    /// of several requests, early enough for no value to grow old.
    private static let textPatience: Duration = .seconds(20)
    /// When nothing at all was heard for so long, a question shows whether the charger is still there.
    ///
    /// Soon enough for the answer to come before it counts as silent.
    private static let silencePatience: Duration = .milliseconds(7500)
    /// Between questions to firmware that pauses its text for each.
    private static let sparingInterval: Duration = .seconds(300)
    /// A block normally follows the last within a second.
    private static let textPause: Duration = .milliseconds(2500)

    private var seenAt: [UInt16: Duration] = [:]
    private var absent: Set<UInt16> = []
    private var lastBlock: Duration?
    /// Up to two.
    private var blocksSinceRequest = 2
    private var pausesInARow = 0
    /// Once may be a block that was lost.
    private var textPauses: Bool { pausesInARow >= 2 }
    private let startedAt: Duration

    init(at now: Duration) { startedAt = now }

    /// A register was heard, unasked or not.
    mutating func heard(_ address: UInt16, at now: Duration) {
        if Self.entries.contains(where: { $0.register.address == address }) { seenAt[address] = now }
    }

    /// A block was heard; long gaps after requests tell that this firmware pauses its text for them.
    mutating func heardBlock(at now: Duration) {
        defer { lastBlock = now }
        guard let last = lastBlock, blocksSinceRequest < 2 else { return }
        if now - last > Self.textPause {
            pausesInARow = min(pausesInARow + 1, 2)
            blocksSinceRequest = 2
        } else {
            blocksSinceRequest += 1
            if blocksSinceRequest == 2 { pausesInARow = 0 }
        }
    }

    /// A request went out.
    mutating func asked() { blocksSinceRequest = 0 }

    /// A register was asked for in vain: it is not asked for again.
    mutating func isAbsent(_ address: UInt16) { absent.insert(address) }

    /// The register to ask for now, if one is due.
    /// - Parameters:
    ///   - now: the time.
    ///   - lastHeard: when anything was heard last.
    mutating func due(at now: Duration, lastHeard: Duration) -> Register? {
        let isSilent = now - lastHeard >= Self.silencePatience
        let hasText = lastBlock.map { now - $0 < Self.textPatience && !isSilent } ?? false
        if !hasText, now - startedAt < Self.patienceForText { return nil }
        for entry in Self.entries
        where !absent.contains(entry.register.address) && !(entry.isInText && hasText) {
            let interval = textPauses && hasText ? Self.sparingInterval : entry.interval
            let age = seenAt[entry.register.address].map { now - $0 }
            guard age.map({ $0 >= interval }) ?? true else { continue }
            // Noted as seen, so that a register that is not answered is not asked for at every tick.
            seenAt[entry.register.address] = now
            return entry.register
        }
        return nil
    }
}
