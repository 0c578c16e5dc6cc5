// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeService
import Foundation

/// Why a command did not do what it was to do; nothing is said of how it is used, since it was used rightly.
struct CommandFailure: Error, CustomStringConvertible {
    /// In words, with what to do.
    let description: String
    /// What the program ends with.
    let code: ExitCode

    init(_ description: String, _ code: ExitCode = .failure) {
        self.description = description
        self.code = code
    }
}

/// Runs a command's work: what fails is said on standard error, and ends with its exit code, mostly 1.
func telling(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let error as LocalAPI.Unreachable {
        try fail(error.reason)
    } catch let error as LoneCharger.Unusable {
        try fail(error.reason)
    } catch is LoneCharger.Interrupted {
        try fail("interrupted; what was not done by then is not known to be done", ExitCode(130))
    } catch let error as RequestWaits {
        try fail(error.request.words)
    } catch let error as CommandFailure {
        try fail(error.description, error.code)
    }
}

private func fail(_ reason: String, _ code: ExitCode = .failure) throws -> Never {
    try? FileHandle.standardError.write(contentsOf: Data("Error: \(reason)\n".utf8))
    throw code
}

/// Standard output, whose reader may have gone: then a command ends without a word.
enum Output {
    /// Whether it is a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes text as it is.
    static func write(_ text: String) throws { try write(Data(text.utf8)) }

    /// Writes bytes and a line's end.
    static func write(line bytes: [UInt8]) throws { try write(Data(bytes + [0x0A])) }

    private static func write(_ data: Data) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: data)
        } catch {
            throw ExitCode.failure
        }
    }
}
