// SPDX-License-Identifier: MIT
import VEDirect

/// What was sent from one uptime frame to the next.
struct Second {
    /// The frames that keep coming: 0x2009 and 0x200E.
    var beats: [UInt16] = []
    /// Every other register, in order; the uptime (0x0120) ends the list of its second.
    var others: [UInt16] = []

    static let beatRegisters: Set<UInt16> = [0x2009, 0x200E]

    /// Cuts a stream into whole seconds; what is before the first uptime and after the last is left out.
    static func cut(_ answers: [RegisterAnswer]) -> [Second] {
        var seconds: [Second] = []
        var second = Second()
        for answer in answers {
            if beatRegisters.contains(answer.address) {
                second.beats.append(answer.address)
            } else {
                second.others.append(answer.address)
            }
            if answer.address == 0x0120 {
                seconds.append(second)
                second = Second()
            }
        }
        return Array(seconds.dropFirst())
    }

    /// Every pair of registers of which the first came before the second in one second.
    static func orders(_ seconds: [Second]) -> Set<[UInt16]> {
        var pairs: Set<[UInt16]> = []
        for second in seconds {
            for (place, earlier) in second.others.enumerated() {
                for later in second.others[(place + 1)...] { pairs.insert([earlier, later]) }
            }
        }
        return pairs
    }
}
