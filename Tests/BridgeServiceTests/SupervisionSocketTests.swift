// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import Testing

@Suite("Supervision: the service manager's socket", .timeLimit(.minutes(2)))
struct SupervisionSocketTests {
    @Test("What is sent arrives, at a path and at an abstract name", arguments: [false, true])
    func arrives(isAbstract: Bool) async throws {
        let name = "supervision-\(UUID().uuidString)"
        let address = isAbstract ? "@\(name)" : NSTemporaryDirectory() + name
        defer { unlink(address) }
        let listener = try SupervisionListener(at: address)
        defer { listener.close() }
        let socket = try #require(NotifySocket(address))
        #expect(socket.send("STATUS=charging", "READY=1"))
        #expect(try await listener.arrivals.upTo { _ in true } == ["STATUS=charging\nREADY=1"])
    }

    @Test("A line break in a status can't begin another assignment")
    func lineBreak() async throws {
        try await withListener { listener, _ in
            let socket = try #require(NotifySocket(listener.address))
            #expect(socket.send("STATUS=a\nSTOPPING=1"))
            #expect(try await listener.arrivals.upTo { _ in true } == ["STATUS=a STOPPING=1"])
        }
    }

    @Test(
        "What is no address is no socket",
        arguments: ["", "/", "@", "relative/path", "vsock:2:1234", "/" + String(repeating: "x", count: 200)])
    func noAddress(address: String) {
        #expect(NotifySocket(address) == nil)
    }

    @Test("Nobody there: not taken, and no harm")
    func nobody() throws {
        let socket = try #require(NotifySocket("/nowhere/\(UUID().uuidString)"))
        #expect(!socket.send("READY=1"))
    }

    @Test("A service manager that does not read is not waited for")
    func full() throws {
        let address = "@supervision-\(UUID().uuidString)"
        let listener = try SupervisionListener(at: address, isReading: false)
        defer { listener.close() }
        let socket = try #require(NotifySocket(address))
        #expect((0..<100_000).contains { _ in !socket.send("WATCHDOG=1") })
    }

    @Test(
        "The watchdog is the environment's, for this process only",
        arguments: [
            ([:], nil), (["WATCHDOG_USEC": "60000000"], .seconds(60)),
            (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "77"], .seconds(60)),
            (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "78"], nil),
            (["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "no"], nil), (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "-1"], nil), (["WATCHDOG_USEC": "1 min"], nil),
            (["WATCHDOG_USEC": "9223372036854775807"], .seconds(86_400)),
        ] as [([String: String], Duration?)])
    func watchdog(environment: [String: String], expected: Duration?) throws {
        let all = environment.merging(["NOTIFY_SOCKET": "/nowhere/notify"]) { $1 }
        let manager = try #require(ServiceManager(environment: all, process: 77))
        #expect(manager.watchdog == expected)
    }

    @Test("Without a socket there is no service manager")
    func none() {
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "60000000"]) == nil)
    }
}
