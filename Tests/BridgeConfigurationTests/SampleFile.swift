// SPDX-License-Identifier: MIT
import BridgeConfiguration

/// The Python script's sample file with a real host.
let sampleFile = """
    serial:
      port: /dev/ttyUSB0
      baudrate: 19200
    mqtt:
      host: 192.0.2.10
      port: 1883
      username: "username"
      password: "password"
      base_topic: "bat_charger"
      current_limit_topic: bat_charger/itbatchrg/curlimit
    device:
      name: itbatchrg
      vendor: victron
      initial_current_limit: 10.0
    log_level: "INFO"
    """

/// The least a file can say.
let smallestFile = """
    serial:
      port: /dev/ttyUSB0
    mqtt:
      host: broker.example
    device:
      name: itbatchrg
      vendor: victron
    """

/// Reads a text as the file `config.yaml`.
func read(
    _ yaml: String,
    mode: ReadingMode = .check,
    environment: [String: String] = [:],
    secretFile: (String) throws -> String = { _ in throw FileProblem(reason: "does not exist") }
) -> LoadedConfiguration {
    ConfigurationReader.read(
        yaml: yaml, file: "config.yaml", environment: environment, mode: mode, secretFile: secretFile)
}

/// The sample file with one passage replaced, which must be there.
func sample(_ passage: String, _ replacement: String) -> String {
    precondition(sampleFile.contains(passage), "the sample has no \(passage)")
    return sampleFile.replacing(passage, with: replacement)
}
