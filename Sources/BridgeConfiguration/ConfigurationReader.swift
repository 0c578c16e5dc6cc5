// SPDX-License-Identifier: MIT
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
        withoutActuallyEscaping(secretFile) { secretFile in
            let credentials = Credentials(environment: environment, permissions: nil, secretFile: secretFile)
            return read(yaml: yaml, file: file, mode: mode, credentials)
        }
    }

    /// Reads a configuration from a file.
    ///
    /// - Parameters:
    ///   - path: The file, at most 1 MB of UTF-8.
    ///   - environment: The process's environment, as for `read`.
    ///   - mode: What the configuration is read for.
    /// - Returns: The configuration, unless a finding is an error, and everything that was found.
    public static func load(path: String, environment: [String: String], mode: ReadingMode)
        -> LoadedConfiguration
    {
        do {
            let file = try TextFile(path: path, largestSize: Document.largestSize)
            let credentials = Credentials(
                environment: environment, permissions: file.permissions, secretFile: TextFile.secret,
                fileProblem: TextFile.problem)
            return read(yaml: file.text, file: path, mode: mode, credentials)
        } catch {
            let finding = Finding(
                severity: .error, file: path.isEmpty ? "''" : path, line: error.line, key: "",
                message: "the file \(error.reason)")
            return LoadedConfiguration(configuration: nil, findings: [finding])
        }
    }

    private static func read(
        yaml: String, file: String, mode: ReadingMode, _ credentials: Credentials
    ) -> LoadedConfiguration {
        let yaml = yaml.hasPrefix("\u{FEFF}") ? String(yaml.unicodeScalars.dropFirst()) : yaml
        let findings = Findings(file: file, yaml: yaml, mode: mode)
        let configuration = Document.root(of: yaml, findings).flatMap { root in
            Section.read(root, findings) { Configuration($0, credentials) }
        }
        return LoadedConfiguration(
            configuration: findings.errors > 0 ? nil : configuration, findings: findings.inOrder)
    }
}
