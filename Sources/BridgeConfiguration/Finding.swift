// SPDX-License-Identifier: MIT
/// Something in the configuration that is wrong or deserves a look.
public struct Finding: Sendable, Hashable {
    /// How bad a finding is.
    public enum Severity: String, Sendable, Hashable {
        /// The configuration can't be used.
        case error
        /// The configuration can be used; a human should know.
        case warning
    }

    /// How bad it is.
    public var severity: Severity
    /// The file, as it was named to the reader.
    public var file: String
    /// The line, from 1; nil when the finding is about no line, like a missing section.
    public var line: Int?
    /// The column, from 1, counted in Unicode scalars.
    public var column: Int?
    /// The dotted path of the setting, like `mqtt.port` or `chargers[1].serial.port`; empty: the whole file.
    public var key: String
    /// What was found and what is expected; never a secret.
    public var message: String

    /// Creates a finding.
    ///
    /// - Parameters:
    ///   - severity: How bad it is.
    ///   - file: The file's name.
    ///   - line: The line, from 1.
    ///   - column: The column, from 1.
    ///   - key: The dotted path of the setting, empty for the whole file.
    ///   - message: What was found and what is expected.
    public init(
        severity: Severity, file: String, line: Int? = nil, column: Int? = nil, key: String, message: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.message = message
    }
}

extension Finding: CustomStringConvertible {
    /// One line as compilers write it: `FILE:LINE:COLUMN: error: mqtt.port: …`.
    public var description: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }
        let words = [severity.rawValue, key, message].filter { !$0.isEmpty }
        return place.joined(separator: ":") + ": " + words.joined(separator: ": ")
    }
}
