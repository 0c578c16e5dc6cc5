// SPDX-License-Identifier: MIT
import Hummingbird

extension Desk {
    /// How the program itself is, for whoever watches it.
    var serviceRoutes: [Route] {
        [
            Route(.get, "/healthz", .open) { _ in .json(Health(status: "alive", version: version)) },
            Route(.get, "/readyz", .read) { _ in
                let problems = await board.problems
                return .json(
                    Readiness(ready: problems.isEmpty, problems: problems),
                    status: problems.isEmpty ? .ok : .serviceUnavailable)
            },
            Route(.get, "/metrics", .read) { _ in
                let metrics = Metrics(
                    await board.states, broker: await board.brokerShown, viewers: await board.viewerCount,
                    version: version)
                return .text(Array(metrics.text.utf8), type: "text/plain; version=0.0.4")
            },
            Route(.get, "/openapi.json", .page) { _ in
                .text(PackageResources.openapi_json, type: "application/json")
            },
        ]
    }

    private struct Health: Encodable {
        var status: String
        var version: String
    }

    private struct Readiness: Encodable {
        var ready: Bool
        var problems: [String]
    }
}
