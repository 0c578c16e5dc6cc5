// SPDX-License-Identifier: MIT
import ByteLink
import ChargerSimulator
import Foundation
import NIOPosix
import VEDirect

/// A host with a link to a simulated charger.
enum Host {
    /// Opens the address and hands over what arrives until `enough` says so.
    static func listen(
        _ address: String, sending request: [UInt8] = [], until enough: ([StreamEvent]) -> Bool
    ) async throws -> [StreamEvent] {
        let opener = NIOLinkOpener(
            try LinkAddress(address), eventLoop: MultiThreadedEventLoopGroup.singleton.next())
        return try await opener.withLink { link in
            if !request.isEmpty { try link.write(request) }
            var parser = StreamParser()
            var events: [StreamEvent] = []
            for try await bytes in link.incoming {
                parser.push(contentsOf: bytes) { events.append($0) }
                if enough(events) { break }
            }
            return events
        }
    }
}

/// A path nobody else uses.
func uniquePath() -> String {
    FileManager.default.temporaryDirectory.appending(path: "charger-\(UUID().uuidString.prefix(13))").path()
}

extension SimulatedCharger.Configuration {
    /// Text half a second after power-up, so that a test on a real clock need not wait.
    static func prompt() throws -> SimulatedCharger.Configuration {
        var configuration = try typical()
        configuration.timing.textAfterPowerUp = .milliseconds(500)
        return configuration
    }
}
