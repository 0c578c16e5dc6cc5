// SPDX-License-Identifier: MIT
import Captures
import Foundation
import Testing
import VEDirect

@Suite("The example in the documentation")
struct ExampleTests {
    /// What the documentation's example makes of these bytes; its lines stand here as they stand there.
    private func example(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        // example: begin
        var parser = StreamParser()
        parser.push(contentsOf: bytes) { event in
            if case .block(let block) = event, let voltage = block.millivolts, let state = block.state {
                lines.append("\(voltage) mV, \(state.text)")
            } else if case .frame(let frame) = event, let answer = try? HexAnswer(frame: frame),
                case .async(let sent) = answer, sent.address == Register.outputCurrent.address,
                let current = Register.outputCurrent.thousandths(in: sent.value)
            {
                lines.append("\(current) mA")
            }
        }
        // example: end
        return lines
    }

    @Test("reads a recording of a real charger")
    func reads() throws {
        let lines = example(try Capture.charging.bytes)
        #expect(lines.filter { $0.hasSuffix("mV, bulk") || $0.hasSuffix("mV, absorption") }.count == 20)
        #expect(lines.contains { $0.hasSuffix(" mA") })
    }

    @Test("its request is the frame that stands beside it")
    func asks() {
        let question = HexRequest.get(Register.chargeCurrentLimit.address)
        #expect(question.encoded == bytes(":7F0ED0071\n"))
    }

    @Test("stands in the article as it is compiled here")
    func sameAsInTheArticle() throws {
        let article = "../../Sources/VEDirect/VEDirect.docc/ReadingACharger.md"
        let shown = try lines(of: article, "```swift", "```")
        let compiled = try lines(of: "ExampleTests.swift", "// example: begin", "// example: end")
        #expect(shown.count > 8)
        #expect(shown == compiled.map { String($0.dropFirst(8)) })
    }

    /// The lines of a file between the first line that reads `begin` and the next that reads `end`.
    private func lines(of file: String, _ begin: String, _ end: String) throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        let all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let after = all.drop { $0.trimmingCharacters(in: .whitespaces) != begin }.dropFirst()
        return Array(after.prefix { $0.trimmingCharacters(in: .whitespaces) != end })
    }
}
