// SPDX-License-Identifier: MIT
/// How much is logged (`log_level`).
public enum LogLevel: String, Sendable, Hashable, CaseIterable {
    /// Everything, frames included.
    case debug
    /// What happens.
    case info
    /// What someone should look at.
    case warning
    /// What failed.
    case error

    /// Reads a level in any case, with the other names that Python's `logging` knows.
    ///
    /// - Parameter name: `DEBUG`, `INFO`, `WARNING`, `ERROR`, or one of Python's further names; else nil.
    public init?(name: String) {
        switch name.lowercased() {
        case "notset", "debug": self = .debug
        case "info": self = .info
        case "warning", "warn": self = .warning
        case "error", "critical", "fatal": self = .error
        default: return nil
        }
    }
}
