// SPDX-License-Identifier: MIT
// A libFuzzer target over the configuration's reader. Built together with BridgeConfiguration, see Fuzz/run.
// A broken property stops the process, which libFuzzer reports with the input that did it.

private let secret = "the-s3cret-in-the-file"

/// Called by libFuzzer with every input it makes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let yaml = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for mode in [ReadingMode.check, .run] {
        let loaded = ConfigurationReader.read(
            yaml: yaml, file: "config.yaml", environment: ["CHARGEBRIDGE_MQTT_PASSWORD": secret], mode: mode,
            secretFile: { _ in secret })
        let haveErrors = loaded.findings.contains { $0.severity == .error }
        require(haveErrors == (loaded.configuration == nil), "there is a configuration unless there is an error")
        let lines = yaml.utf8.reduce(1) { $1 == 10 || $1 == 13 ? $0 + 1 : $0 }
        for finding in loaded.findings {
            require(!finding.message.isEmpty, "a finding has words")
            require(finding.message.utf8.count < 4000, "a finding is short")
            require(!"\(finding)".contains(secret), "no finding has the secret")
            // YAML ends lines at U+0085, U+2028 and U+2029 too, each of three bytes at most.
            require(finding.line.map { (1...lines + count).contains($0) } ?? true, "a finding's line is in the file")
        }
        if let configuration = loaded.configuration { check(configuration) }
    }
    return 0
}

func require(_ holds: Bool, _ property: StaticString) {
    if !holds { fatalError("does not hold: \(property)") }
}

private func check(_ configuration: Configuration) {
    require(!configuration.chargers.isEmpty, "there is a charger")
    require((1...65535).contains(configuration.mqtt.port), "the port is one")
    require(!"\(configuration)".contains(secret), "no description has the secret")
    for charger in configuration.chargers {
        require(!charger.name.isEmpty && !charger.name.contains("/"), "a name is part of a topic")
        require(charger.limit.dailyMaximum >= 0 && charger.limit.writeBurst >= 0, "the wear rule is one")
    }
}
