// SPDX-License-Identifier: MIT
import ChargerControl
import FoundationEssentials

/// The JSON of a charger's `diagnostics` topic.
struct Diagnostics: Sendable, Hashable, Codable {
    /// The bridge that publishes this: two of them on one charger recognise each other by it.
    var instance: String
    var version: String?
    var blocks: UInt64?
    var frames: UInt64?
    var faults: UInt64?
    var held_back: Int?
    var connections: Int?
    var stage_code: Int?
    /// Whose memory the writes went to.
    var serial_number: String?
    var writes_today: Int?
    var writes_lifetime: Int?
    var wear_exhausted: Bool?
    /// Whether the register that lapses is in use; nil where it is not chosen.
    var volatile: String?
    var volatile_writes: Int?
    /// Of today's writes, those that following the sun made, and may make.
    var surplus_writes_today: Int?
    var surplus_daily_budget: Int?
    var plug_switchings_today: Int?
    var problem: String?
    /// What holds the limit down.
    var cap: String?
    var other_bridge: String?

    init(_ report: ChargerReport, instance: String, version: String) {
        let snapshot = report.snapshot
        self.instance = instance
        self.version = version
        blocks = report.link.blocks
        frames = report.link.frames
        faults = report.link.faults
        held_back = snapshot.heldBack + report.link.blocksHeldBack
        connections = report.link.connections
        stage_code = snapshot.values.stage?.code
        serial_number = snapshot.identity?.serialNumber
        writes_today = snapshot.wear.today
        writes_lifetime = snapshot.wear.lifetime
        wear_exhausted = snapshot.wear.isExhausted
        volatile = snapshot.volatile.map { status in
            status.givenUp.map { "given up: \($0)" } ?? (status.isInUse ? "in use" : "not in use")
        }
        volatile_writes = snapshot.volatile?.writes
        surplus_writes_today = snapshot.control?.writesToday
        surplus_daily_budget = snapshot.control?.dailyBudget
        plug_switchings_today = snapshot.control.flatMap { $0.hasPlug ? $0.switchingsToday : nil }
        problem = snapshot.problem
        cap = snapshot.cap?.reason
        other_bridge = snapshot.otherBridge
    }

    var json: String { StableJSON.text(self) }

    /// Without what changes every second.
    var urgentPart: Diagnostics {
        var part = self
        part.blocks = nil
        part.frames = nil
        part.faults = nil
        part.held_back = nil
        part.volatile_writes = nil
        return part
    }
}

/// JSON that is the same for the same value: sorted keys, no escaped slashes.
enum StableJSON {
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Values of this module's own types: strings, finite numbers and booleans always encode.
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
