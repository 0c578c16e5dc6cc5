// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// One text block, in the order of a real charger's.
    mutating func sendText() {
        guard !faults.withoutText, now >= textPausedUntil else { return }
        var frames: [[UInt8]] = []
        if faults.framesInText != .never {
            for _ in 0..<3 { frames.append(nextBeatFrame()) }
        }
        let block = OutgoingTextBlock(fields: textFields)
        wire.send(block.bytes(with: frames, faults.framesInText, using: &random), at: now)
    }

    private var textFields: [(label: String, value: String)] {
        let volts = String(measured.centivolts * 10)
        var fields = [
            ("PID", "0x" + hexadecimal(UInt32(configuration.model.productID), digits: 4)),
            ("FWE", hexadecimal(configuration.firmware, digits: 6)),
            ("SER#", configuration.serialNumber),
            ("V", volts),
            ("I", String(measured.deciamperes * 100)),
        ]
        // Outputs beyond the first have the same voltage, and nothing connected.
        for output in 1..<max(configuration.model.outputs, 1) {
            fields += [("V\(output + 1)", volts), ("I\(output + 1)", "0")]
        }
        return fields + [
            ("T", battery.temperatureCelsius.map { String(Int($0.rounded())) } ?? "---"),
            ("ERR", String(error)),
            ("CS", String(reportedState)),
            // In a recording this was the operation time of 0x1042 less that of 0x1043.
            ("HC#", String(Int(service.operationSeconds) - Int(user.operationSeconds))),
        ]
    }

    private func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
}
