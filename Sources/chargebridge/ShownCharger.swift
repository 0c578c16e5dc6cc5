// SPDX-License-Identifier: MIT
import BridgeService
import Foundation

/// A charger as the API shows it, as far as the commands show it too.
struct ShownCharger: Decodable, Sendable, Hashable {
    struct Limit: Decodable, Sendable, Hashable {
        var inForceAmperes: Double?
        var askedAmperes: Double?
        var capReason: String?
        var problem: String?
    }

    struct Control: Decodable, Sendable, Hashable {
        var mode: String
        var modes: [String]
        var endsAt: String?
        var endsAtAmpereHours: Double?
        var reason: String
        var surplusWatts: Double?
    }

    struct Link: Decodable, Sendable, Hashable {
        var connections: Int
        var blocks: Int
        var frames: Int
        var damaged: Int
    }

    struct Wear: Decodable, Sendable, Hashable {
        var writesToday: Int
        var writesEver: Int
        var raisingStopped: Bool
    }

    var name: String
    var label: String
    var online: Bool
    var model: String?
    var firmware: String?
    var voltageVolts: Double?
    var currentAmperes: Double?
    var powerWatts: Double?
    var state: String?
    var error: String?
    var errorCode: Int?
    var batteryTemperatureCelsius: Double?
    var idleReason: String?
    var limit: Limit
    var owner: String
    var control: Control?
    var link: Link
    var wear: Wear
    var otherBridge: String?
}

/// The connection to the broker as the API shows it.
struct ShownBroker: Decodable, Sendable, Hashable {
    var connected: Bool
    var address: String
    var reason: String?
}

/// All chargers and the broker.
struct ShownOverview: Decodable, Sendable {
    var broker: ShownBroker
    var chargers: [ShownCharger]
}

/// A request as the API shows it.
struct ShownRequest: Decodable, Sendable {
    var id: Int
    var charger: String
    var subject: String
    var source: String
    var asked: String
    var state: String
    var ended: Bool
    var reason: String?
    var inForceAmperes: Double?
}

/// A register as the API shows it.
struct ShownRegister: Decodable, Sendable {
    var text: String
}

/// An answer that is none.
struct Problem: Decodable {
    var reason: String

    /// What is wrong, in words.
    static func words(_ answer: LocalAPI.Answer) -> String {
        (try? Problem.read(answer.body))?.reason ?? "the bridge answered with status \(answer.status)"
    }
}

extension Decodable {
    /// Reads what the API sent.
    /// - Throws: ``CommandFailure`` when it is something else: another version runs, perhaps.
    static func read(_ json: [UInt8]) throws -> Self {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Self.self, from: Data(json))
        } catch {
            throw CommandFailure(
                "what the bridge answered can't be read; is it another version? This is \(ProgramVersion.text)"
            )
        }
    }
}
