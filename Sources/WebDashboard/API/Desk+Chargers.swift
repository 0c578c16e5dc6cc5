// SPDX-License-Identifier: MIT
import Hummingbird
import ServiceLifecycle

extension Desk {
    /// How the chargers are.
    var chargerRoutes: [Route] {
        [
            Route(.get, "/api/v1/chargers", .read) { _ in
                .json(
                    Overview(version: version, broker: await board.brokerShown, chargers: await board.states))
            },
            Route(.get, "/api/v1/chargers/{charger}", .read) { call in
                let name = try charger(call).name
                guard let state = await board.states.first(where: { $0.name == name }) else {
                    throw Refusal(status: .serviceUnavailable, reason: "the charger's state is not known yet")
                }
                return .json(state)
            },
            Route(.get, "/api/v1/live", .read) { _ in try await live() },
        ]
    }

    private struct Overview: Encodable {
        var version: String
        var time = Timestamp.now
        var broker: BrokerShown
        var chargers: [ChargerState]
    }

    private func live() async throws -> Response {
        guard await board.hasRoom else {
            throw Refusal(
                status: .serviceUnavailable, reason: "there are too many viewers at the moment",
                headers: [.retryAfter: "10"])
        }
        // A viewer is taken in when it is written to, and so let go whatever happens.
        let body = ResponseBody { writer in
            guard let viewer = await board.admit() else { return try await writer.finish(nil) }
            do {
                try await writer.write(LiveEvent.retry)
                for await _ in viewer.wakes.cancelOnGracefulShutdown() {
                    for event in viewer.take() { try await writer.write(event) }
                }
                await board.dismiss(viewer)
            } catch {
                await board.dismiss(viewer)
                throw error
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream"], body: body)
    }
}
