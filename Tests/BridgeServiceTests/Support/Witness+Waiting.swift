// SPDX-License-Identifier: MIT
import Foundation
import TestBroker

/// What stands on `current_limit/result`.
struct LimitResult: Decodable, Sendable, Hashable {
    var id: Int
    var source: String
    var asked: String
    var outcome: String?
    var reason: String?
    var in_force: Double?
    var waits_until: String?
    var time: String

    init?(_ message: WitnessedMessage) {
        guard message.topic.hasSuffix("/current_limit/result"),
            let result = try? JSONDecoder().decode(Self.self, from: Data(message.payload))
        else { return nil }
        self = result
    }
}

extension Witness {
    /// Waits for a value below the charger's topics.
    @discardableResult
    func value(
        _ topic: String, _ text: String, from position: Int = 0, root: String = Scene.root,
        patience: Duration = testPatience
    ) async throws -> WitnessedMessage {
        try await message(from: position, "\(topic) = \(text)", patience: patience) {
            $0.topic == "\(root)/\(topic)" && $0.text == text
        }
    }

    /// Waits until a topic below the charger's is something else than unavailable.
    @discardableResult
    func anyValue(
        _ topic: String, from position: Int = 0, root: String = Scene.root
    ) async throws -> WitnessedMessage {
        try await message(from: position, "a value of \(topic)") {
            $0.topic == "\(root)/\(topic)" && $0.text != "None" && !$0.payload.isEmpty
        }
    }

    /// Waits for a state of a request.
    /// - Parameters:
    ///   - what: for the failure's words.
    ///   - position: what was seen before does not count.
    ///   - matches: whether it is the state.
    @discardableResult
    func result(
        _ what: String, from position: Int = 0, root: String = Scene.root,
        where matches: @escaping @Sendable (LimitResult) -> Bool
    ) async throws -> LimitResult {
        let message = try await message(from: position, "a result: \(what)") {
            $0.topic == "\(root)/current_limit/result" && LimitResult($0).map(matches) == true
        }
        guard let result = LimitResult(message) else { throw TestFailure("no result: \(message.text)") }
        return result
    }

    /// Waits until a request has ended.
    @discardableResult
    func outcome(
        of asked: String, from position: Int = 0, root: String = Scene.root
    ) async throws -> LimitResult {
        try await result("the outcome of '\(asked)'", from: position, root: root) {
            $0.asked == asked && $0.outcome != nil
        }
    }

    /// All texts seen on a topic below the charger's, oldest first.
    func texts(_ topic: String, root: String = Scene.root) -> [String] {
        messages.filter { $0.topic == "\(root)/\(topic)" }.map(\.text)
    }
}
