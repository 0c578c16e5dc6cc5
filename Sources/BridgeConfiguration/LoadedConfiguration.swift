// SPDX-License-Identifier: MIT
/// What came of reading a configuration file.
public struct LoadedConfiguration: Sendable, Hashable {
    /// The configuration; nil when a finding is an error.
    public var configuration: Configuration?
    /// All that was found, in the order of the file.
    public var findings: [Finding]

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - configuration: The configuration, nil when it can't be used.
    ///   - findings: All that was found.
    public init(configuration: Configuration?, findings: [Finding]) {
        self.configuration = configuration
        self.findings = findings
    }
}

/// What the configuration is read for.
public enum ReadingMode: Sendable, Hashable {
    /// To judge the file: an unknown key is an error.
    case check
    /// To work with it: an unknown key is a warning.
    case run
}
