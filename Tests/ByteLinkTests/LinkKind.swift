// SPDX-License-Identifier: MIT
import ByteLink
import NIOCore
import NIOPosix
import Testing

/// The kinds of link that must behave alike.
enum LinkKind: CaseIterable, CustomTestStringConvertible {
    case pseudoTerminal, tcp, inMemory

    var testDescription: String { "\(self)" }

    /// Makes a far end and lends the opener of its link, and the way to reach the far end once open.
    func withOpener(_ body: (any LinkOpener, @Sendable () async throws -> any FarEnd) async throws -> Void)
        async throws
    {
        switch self {
        case .pseudoTerminal:
            let terminal = try PseudoTerminal()
            let opener = NIOLinkOpener(.serial(path: terminal.path, baudRate: 19200), eventLoop: eventLoop)
            try await body(opener) { try await terminal.attach() }
        case .tcp:
            try await TCPServer.withServer { server in
                let opener = NIOLinkOpener(.tcp(host: "127.0.0.1", port: server.port), eventLoop: eventLoop)
                try await body(opener) { try await server.accept() }
            }
        case .inMemory:
            let pair = InMemoryLink()
            try await body(pair) { InMemoryFarEnd(pair: pair) }
        }
    }

    /// Opens a link and lends both its ends.
    func withEnds(_ body: (Link, any FarEnd) async throws -> Void) async throws {
        try await withOpener { opener, connect in
            try await opener.withLink { link in
                let farEnd = try await connect()
                try await body(link, farEnd)
                try await farEnd.hangUp()
            }
        }
    }
}

/// A server on a free loopback port.
struct TCPServer: Sendable {
    let port: Int
    private let connections: AsyncStream<ChannelFarEnd>

    static func withServer(_ body: (TCPServer) async throws -> Void) async throws {
        let (connections, continuation) = AsyncStream.makeStream(of: ChannelFarEnd.self)
        let channel = try await ServerBootstrap(group: eventLoop)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture { _ = continuation.yield(try ChannelFarEnd.wrap(child)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let outcome: Result<Void, any Error>
        do {
            let port = try #require(channel.localAddress?.port)
            outcome = .success(try await body(TCPServer(port: port, connections: connections)))
        } catch {
            outcome = .failure(error)
        }
        try await channel.close().get()
        try outcome.get()
    }

    func accept() async throws -> ChannelFarEnd {
        for await connection in connections { return connection }
        throw Failure("no connection arrived")
    }
}
