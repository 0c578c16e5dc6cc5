// SPDX-License-Identifier: MIT
import ArgumentParser
import Foundation

/// `chargebridge reference`: for who works on the program; `make references` runs it.
struct ReferenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Make the documentation's tables anew from the code.",
        shouldDisplay: false)

    @Argument(help: "The pages, which are changed where they have such tables.") var pages: [String]

    func run() async throws {
        for page in pages {
            let text = try String(contentsOfFile: page, encoding: .utf8)
            try await telling {
                let filled = try ReferenceTable.fill(text)
                if filled != text { try filled.write(toFile: page, atomically: true, encoding: .utf8) }
            }
        }
    }
}
