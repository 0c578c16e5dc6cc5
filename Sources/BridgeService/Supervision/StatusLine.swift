// SPDX-License-Identifier: MIT
public import ChargerControl

/// The bridge's state in one line, as `systemctl status` shows it.
public struct StatusLine: Sendable, Hashable {
    fileprivate struct Charger: Sendable, Hashable {
        var isOnline = false
        var limit: CurrentLimit?
        var idleReason: String?
        var problem: String?
    }

    private let names: [String]
    private var chargers: [String: Charger] = [:]
    /// Whether the broker is connected.
    public var isBrokerConnected = false

    /// Makes the line of a bridge that has heard nothing yet.
    /// - Parameter names: the chargers, in the order they are shown.
    public init(names: [String]) { self.names = names }

    /// Takes in what a charger shows now.
    /// - Parameters:
    ///   - snapshot: what it shows.
    ///   - name: which charger it is.
    public mutating func take(_ snapshot: ChargerSnapshot, of name: String) {
        chargers[name] = Charger(
            isOnline: snapshot.isOnline, limit: snapshot.limitInForce, idleReason: snapshot.idleReason,
            problem: snapshot.problem)
    }

    /// The line.
    public var text: String {
        let parts = names.map { "\($0) \((chargers[$0] ?? Charger()).words)" }
        return (parts + [isBrokerConnected ? "broker connected" : "no connection to the broker"])
            .joined(separator: "; ")
    }
}

extension StatusLine.Charger {
    fileprivate var words: String {
        guard isOnline else { return "offline" + (idleReason.map { ": \($0)" } ?? "") }
        let limit = limit.map { "\($0) in force" } ?? "limit not known"
        return (["online, \(limit)"] + [problem, idleReason].compactMap(\.self)).joined(separator: ", ")
    }
}
