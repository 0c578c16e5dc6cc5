// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeService
import Foundation

/// Whether the words after the program's name begin with a command: the parser would take another word for one of `run`.
enum CommandName {
    /// What is wrong with the name of a command, in words; nil when nothing is.
    static func complaint(about words: [String], in command: any ParsableCommand.Type) -> String? {
        let subcommands = command.configuration.subcommands
        guard !subcommands.isEmpty, let word = words.first, !word.hasPrefix("-"), word != "help" else {
            return nil
        }
        if let found = subcommands.first(where: { $0.configuration.commandName == word }) {
            return complaint(about: Array(words.dropFirst()), in: found)
        }
        let names = subcommands.filter { $0.configuration.shouldDisplay }
            .compactMap { $0.configuration.commandName }
        let nearest = Spelling.nearest(to: word, among: names).map { "; did you mean '\($0)'?" }
        if command == SetCommand.self {
            return "'\(word)' can't be set\(nearest ?? ""); what can be set: \(names.joined(separator: ", "))"
        }
        // Someone who wants the bridge with this file forgot the option's name.
        if FileManager.default.fileExists(atPath: word) {
            return
                "there is no command '\(word)'; for the bridge with this file: chargebridge --config \(word)"
        }
        return "there is no command '\(word)'\(nearest ?? "; 'chargebridge --help' shows all")"
    }
}
