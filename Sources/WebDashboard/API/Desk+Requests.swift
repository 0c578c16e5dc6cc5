// SPDX-License-Identifier: MIT
import ChargerControl
import HTTPTypes
import Hummingbird

extension Desk {
    /// What can be asked of a charger.
    var requestRoutes: [Route] {
        [
            Route(.put, "/api/v1/chargers/{charger}/limit", .change) { call in
                let wish = try await decode(Amperes.self, call, expected: #"{"amperes": 12.5}"#)
                return try await ask(.limit, "\(wish.amperes)", call)
            },
            Route(.put, "/api/v1/chargers/{charger}/mode", .change) { call in
                let wish = try await decode(Mode.self, call, expected: #"{"mode": "full for 2 h"}"#)
                return try await ask(.mode, wish.mode, call)
            },
            Route(.put, "/api/v1/chargers/{charger}/reserve", .change) { call in
                let wish = try await decode(Watts.self, call, expected: #"{"watts": 100}"#)
                return try await ask(.reserve, "\(wish.watts)", call)
            },
            Route(.put, "/api/v1/chargers/{charger}/maximum", .change) { call in
                let wish = try await decode(Amperes.self, call, expected: #"{"amperes": 20}"#)
                return try await ask(.maximum, "\(wish.amperes)", call)
            },
            Route(.put, "/api/v1/chargers/{charger}/low-current", .change) { call in
                let wish = try await decode(Mode.self, call, expected: #"{"mode": "on"}"#)
                return try await ask(.lowCurrent, wish.mode, call)
            },
        ]
    }

    private struct Amperes: Decodable { var amperes: Double }
    private struct Watts: Decodable { var watts: Double }
    private struct Mode: Decodable { var mode: String }

    /// Asks the charger's desk, as everybody does, and waits for how it ends.
    private func ask(_ subject: RequestSubject, _ text: String, _ call: Call) async throws -> Response {
        let charger = try charger(call)
        guard let id = await charger.ask(subject, Array(text.utf8), source: call.source) else {
            throw Refusal(status: .serviceUnavailable, reason: "the program is stopping")
        }
        guard let record = await board.end(of: id, charger: charger.name, patience: settings.patience) else {
            throw Refusal(status: .gatewayTimeout, reason: "nothing was heard of request \(id)")
        }
        return .json(RequestState(record, of: charger.name), status: Self.status(of: record))
    }

    /// Still waiting is answered as a charger that did not answer: the reason says what it waits for.
    private static func status(of record: RequestRecord) -> HTTPResponse.Status {
        switch record.outcome {
        case .acknowledged: .ok
        case .superseded, .refused, .failed, .interrupted: .conflict
        case .timedOut, nil: .gatewayTimeout
        }
    }
}
