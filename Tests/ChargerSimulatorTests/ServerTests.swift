// SPDX-License-Identifier: MIT
import ByteLink
import ChargerSimulator
import Foundation
import NIOPosix
import Testing
import VEDirect

@Suite("Serving a charger", .timeLimit(.minutes(2)))
struct ServerTests {
    @Test("A host on the pseudo-terminal hears blocks and frames, and its request is answered")
    func pseudoTerminal() async throws {
        let path = uniquePath()
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: path))
        let heard = try await server.withServer { address in
            #expect(address == path)
            return try await Host.listen(address, sending: Array(":8F0ED0064000C\n".utf8)) {
                $0.blocks.count >= 2 && !$0.answers.isEmpty
            }
        }
        #expect(heard.faults.isEmpty)
        #expect(heard.answers.map(\.description) == [":8F0ED0064000C"])
        #expect(server.control.requests.map(\.line) == ["8F0ED0064000C"])
        #expect(server.control.nonVolatileWrites == 1)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("The pseudo-terminal outlives a host; the next one hears only what comes from now on")
    func reopening() async throws {
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: uniquePath()))
        try await server.withServer { address in
            for _ in 0..<3 {
                let before = server.control.withCharger { $0.uptime }
                let heard = try await Host.listen(address) { $0.unasked.contains { $0.address == 0x0120 } }
                let uptime = try #require(heard.unasked.first { $0.address == 0x0120 }).number
                #expect(uptime > before)
            }
        }
    }

    @Test("The link takes the place of an older link")
    func replacedLink() async throws {
        let path = uniquePath()
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere")
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: path))
        try await server.withServer { _ in
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
            #expect(target.hasPrefix("/dev/pts/"))
        }
        #expect(throws: (any Error).self) { try FileManager.default.destinationOfSymbolicLink(atPath: path) }
    }

    @Test("A link that another took over is left alone at the end")
    func linkOfAnother() async throws {
        let path = uniquePath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await SimulatorServer(try .prompt(), port: .pseudoTerminal(link: path)).withServer { _ in
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/elsewhere")
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "/elsewhere")
    }

    @Test("A file in the link's place is not touched, and the error says so")
    func fileInTheWay() async throws {
        let path = uniquePath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("precious".utf8).write(to: URL(filePath: path))
        let error = await #expect(throws: SimulatorError.self) {
            try await SimulatorServer(try .prompt(), port: .pseudoTerminal(link: path)).run()
        }
        #expect(error?.code == .linkNotMade)
        #expect(error?.description.contains(path) == true)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
    }

    @Test("A host on TCP hears the same, one after the other")
    func tcp() async throws {
        let server = SimulatorServer(try .prompt(), port: .tcp(port: 0))
        try await server.withServer { address in
            for _ in 0..<2 {
                let heard = try await Host.listen(address, sending: Array(":154\n".utf8)) {
                    !$0.blocks.isEmpty && !$0.answers.isEmpty
                }
                #expect(heard.answers.map(\.description) == [":54243CB"])
                #expect(heard.blocks.first?["PID"] == "0xA334")
            }
        }
    }

    @Test(
        "A port is read from text",
        arguments: [
            ("/tmp/charger", SimulatorPort.pseudoTerminal(link: "/tmp/charger")),
            ("tcp://127.0.0.1:7000", .tcp(port: 7000)), ("tcp://0.0.0.0:0", .tcp(host: "0.0.0.0", port: 0)),
            ("tcp://127.0.0.1", nil), ("tcp://:1", nil), ("tcp://127.0.0.1:70000", nil), ("udp://x:1", nil),
            ("", nil),
        ])
    func port(text: String, port: SimulatorPort?) { #expect(SimulatorPort(text) == port) }

    @Test("A second host on TCP is turned away while the first is there")
    func oneAtATime() async throws {
        let server = SimulatorServer(try .prompt(), port: .tcp(port: 0))
        try await server.withServer { address in
            let opener = NIOLinkOpener(
                try LinkAddress(address), eventLoop: MultiThreadedEventLoopGroup.singleton.next())
            try await opener.withLink { first in
                var pieces = first.incoming.makeAsyncIterator()
                _ = try await pieces.next()
                await #expect(throws: LinkError.self) { try await Host.listen(address) { _ in false } }
                #expect(try await pieces.next() != nil)
            }
        }
    }

    @Test("A TCP port that is taken is an error that names it")
    func portTaken() async throws {
        let first = SimulatorServer(try .prompt(), port: .tcp(port: 0))
        try await first.withServer { address in
            let port = try #require(UInt16(address.split(separator: ":").last ?? ""))
            let error = await #expect(throws: SimulatorError.self) {
                try await SimulatorServer(try .prompt(), port: .tcp(port: port)).run()
            }
            #expect(error?.code == .portNotOpened)
            #expect(error?.description.contains(String(port)) == true)
        }
    }

    @Test("Mains, faults and registers are changed while a host listens")
    func control() async throws {
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: uniquePath()))
        let control = server.control
        try await server.withServer { address in
            control.faults.withoutText = true
            control.writeByAnotherHand(0xEDF0, [0x46, 0x00])
            control.powerOff()
            control.powerOn()
            // With text, it would come half a second after power-up, long before this frame.
            let silent = try await Host.listen(address) {
                $0.unasked.contains { $0.address == 0x0120 && $0.number > 2 }
            }
            #expect(silent.blocks.isEmpty)
            control.faults = .none
            let heard = try await Host.listen(address) { $0.blocks.contains { $0["I"] == "7000" } }
            #expect(heard.faults.isEmpty)
        }
        #expect(control.registers[0xEDF0]?.value == [0x46, 0x00])
    }

    @Test("Cancelling ends the server and removes its link")
    func cancelling() async throws {
        let path = uniquePath()
        let server = SimulatorServer(try .prompt(), port: .pseudoTerminal(link: path))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            while !FileManager.default.fileExists(atPath: path) { await Task.yield() }
            _ = try await Host.listen(path) { !$0.isEmpty }
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("Fifty chargers on one event loop are all heard")
    func fifty() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<50 {
                var configuration = try SimulatedCharger.Configuration.prompt()
                configuration.serialNumber = "HQ22SIM\(100 + number)"
                let server = SimulatorServer(configuration, port: .tcp(port: 0), eventLoop: eventLoop)
                group.addTask {
                    try await server.withServer { address in
                        try await Host.listen(address) { $0.blocks.count >= 2 }.blocks.last?["SER#"]
                    }
                }
            }
            let serials = try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            #expect(serials.count == 50)
        }
    }
}
