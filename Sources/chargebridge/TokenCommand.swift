// SPDX-License-Identifier: MIT
import ArgumentParser
import BridgeConfiguration
import BridgeService
import Foundation
import WebDashboard

/// `chargebridge token`: what other machines need to change anything on the page.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Show the token with which the page can be used from other machines.",
        discussion: """
            The token is made when the page is served for the first time, into a file that only its owner can \
            read. Delete that file and restart the bridge to get another one.

            Example: sudo -u chargebridge chargebridge token --config /etc/chargebridge/config.yaml
            """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let loaded = file.load(mode: .run)
        guard let configuration = loaded.configuration else {
            for finding in loaded.findings { ProgramLog.complain(finding) }
            throw ExitCode.wrongConfiguration
        }
        let path = StateFolder.ofBridge(
            configured: configuration.statePath, environment: ProcessInfo.processInfo.environment
        ).tokenPath
        do {
            guard let token = try AccessToken.read(path) else {
                throw CommandFailure(
                    "there is no token at \(path) yet: it is made when the bridge serves its page for the first time"
                )
            }
            print(token.text)
        } catch let error as AccessToken.Unusable {
            let isForbidden = access(path, R_OK) != 0 && errno == EACCES
            throw CommandFailure(error.reason + (isForbidden ? FileProblem.forbiddenAdvice : ""))
        }
    }
}
