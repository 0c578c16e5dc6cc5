// SPDX-License-Identifier: MIT
/// Tells a retained command that is new from the replay of one that was handled.
///
/// A broker sends the retained message of a topic again at every subscription; a live message does not say
/// whether it was retained too. So every payload handled since the last replay may be what comes next.
struct RetainedCommands: Sendable {
    /// The last replay; it stays what the broker keeps until a live message takes its place, if one does.
    private var replayed: String?
    private var live: [String]

    /// Live payloads remembered between two replays.
    private static let most = 15

    /// What was handled and may be replayed, the last replay first.
    var handled: [String] { [replayed].compactMap { $0 } + live }

    init(handled: [String]) {
        replayed = handled.first
        live = handled.dropFirst().suffix(Self.most)
    }

    /// Notes a live message on the topic, which the broker may have kept.
    mutating func noteLive(_ payload: [UInt8]) {
        let key = Self.key(payload)
        guard key != replayed else { return }
        live.removeAll { $0 == key }
        live.append(key)
        if live.count > Self.most { live.removeFirst() }
    }

    /// Takes a replay in.
    /// - Returns: whether it is a command that was not handled yet.
    mutating func isNew(_ payload: [UInt8]) -> Bool {
        let key = Self.key(payload)
        defer {
            replayed = key
            live = []
        }
        return key != replayed && !live.contains(key)
    }

    /// The payload itself when it is short text, else its length and a hash.
    private static func key(_ payload: [UInt8]) -> String {
        if payload.count <= 2 * LimitPayload.longest, payload.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            return String(decoding: payload, as: UTF8.self)
        }
        // FNV-1a, 64 bit.
        let hash = payload.reduce(14_695_981_039_346_656_037 as UInt64) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return "\(payload.count) bytes, \(String(hash, radix: 16))"
    }
}
