// SPDX-License-Identifier: MIT
import ChargerControl
import FoundationEssentials
import Hummingbird

/// What the answers are made from.
struct Desk: Sendable {
    let chargers: [any DashboardCharger]
    let board: Board
    let gate: Gate
    let history: (any DashboardHistory)?
    let settings: WebSettings
    let version: String

    /// The charger that a path names.
    func charger(_ call: Call) throws(Refusal) -> any DashboardCharger {
        let name = call.parameters["charger"]
        guard let charger = chargers.first(where: { $0.name == name }) else {
            throw Refusal.notFound("there is no charger of this name")
        }
        return charger
    }

    /// Reads a body of JSON.
    func decode<T: Decodable>(_ type: T.Type, _ call: Call, expected: String) async throws -> T {
        let body = try await call.body()
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw Refusal.badRequest("the body can't be read; expected is \(expected)")
        }
    }
}
