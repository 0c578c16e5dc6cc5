// SPDX-License-Identifier: MIT
import Hummingbird

extension Desk {
    /// The charger's registers, to be read.
    ///
    /// Whoever reads one keeps the wire busy, which needs the same right as to change something.
    var registerRoutes: [Route] {
        [
            Route(.get, "/api/v1/chargers/{charger}/registers/{register}", .change) { call in
                try await read(call.parameters["register"] ?? "", of: charger(call))
            }
        ]
    }

    private func read(
        _ register: String, of charger: any DashboardCharger
    ) async throws(Refusal) -> Response {
        do throws(RegisterUnread) {
            return .json(try await charger.read(register))
        } catch {
            throw Refusal(error)
        }
    }
}

extension Refusal {
    fileprivate init(_ unread: RegisterUnread) {
        switch unread {
        case .unknown(let reason): self = .notFound(reason)
        case .declined(let reason): self.init(status: .conflict, reason: reason)
        case .unanswered(let reason): self.init(status: .gatewayTimeout, reason: reason)
        }
    }
}
