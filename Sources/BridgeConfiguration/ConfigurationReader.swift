/// Reads and checks the configuration file.
public enum ConfigurationReader {
    /// Reads a configuration from text.
    ///
    /// - Parameters:
    ///   - yaml: The text of the file.
    ///   - file: The file's name, for the findings.
    ///   - environment: The process's environment: `CHARGEBRIDGE_MQTT_USERNAME` and
    ///     `CHARGEBRIDGE_MQTT_PASSWORD` go before what the file says.
    ///   - mode: What the configuration is read for.
    ///   - secretFile: Gives the content of the file that `mqtt.password_file` names. The words of a thrown
    ///     `FileProblem` reach the user.
    /// - Returns: The configuration, unless a finding is an error, and everything that was found.
    public static func read(
        yaml: String,
        file: String,
        environment: [String: String],
        mode: ReadingMode,
        secretFile: (String) throws -> String
    ) -> LoadedConfiguration {
        LoadedConfiguration(configuration: nil, findings: [])
    }

    /// Reads a configuration from a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - environment: The process's environment, as for `read`.
    ///   - mode: What the configuration is read for.
    /// - Returns: The configuration, unless a finding is an error, and everything that was found.
    public static func load(path: String, environment: [String: String], mode: ReadingMode)
        -> LoadedConfiguration
    {
        LoadedConfiguration(configuration: nil, findings: [])
    }
}

/// Why a file can't be used, in words for the user.
public struct FileProblem: Error, Sendable, Hashable {
    /// The words, like `it does not exist`; never the file's content.
    public let reason: String

    /// Creates a problem.
    ///
    /// - Parameter reason: Words that continue a sentence about the file.
    public init(reason: String) {
        self.reason = reason
    }
}
