// SPDX-License-Identifier: MIT
import Foundation
import TestBroker
import Testing

@Suite("What programs print")
struct ProgramOutputTests {
    @Test("A program that is read no more takes nothing from what is opened after it")
    func strangers() async throws {
        // Where SIGPIPE is ignored, which it inherits, `echo` fails and the loop ends.
        let program = try Program("/bin/sh", ["-c", "while echo line; do sleep 0.01; done; exit 1"])
        defer { program.signal(SIGKILL) }
        _ = try await program.output.first { $0 == "line" }
        program.stopReading()
        var pipes: [Pipe] = []
        for _ in 0..<50 {
            let pipe = Pipe()
            pipe.fileHandleForWriting.write(Data("mine".utf8))
            pipes.append(pipe)
        }
        // It finds nobody at the other end.
        #expect(try await program.end() != 0)
        for pipe in pipes {
            try pipe.fileHandleForWriting.close()
            #expect(pipe.fileHandleForReading.readDataToEndOfFile() == Data("mine".utf8))
        }
        #expect(program.output.lines.allSatisfy { $0 == "line" })
    }
}
