// SPDX-License-Identifier: MIT
import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix
import ServiceLifecycle

/// Where a server listens.
public enum WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// A TCP port on an address.
    case network(host: String, port: Int)
    /// A socket file of this machine.
    case localSocket(path: String, mode: UInt32)

    /// In words, for the log.
    public var description: String {
        switch self {
        case .network(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .localSocket(let path, _): path
        }
    }
}

/// Listens on one address, and tries again when it can't.
struct Listener: Sendable {
    let address: WebAddress
    let settings: WebSettings
    let responder: Responder
    let group: any EventLoopGroup
    let logger: Logger
    let listening: @Sendable (WebAddress) async -> Void

    private static let pause: Duration = .seconds(5)
    private static let mostHeaders = 64
    private static let mostHeaderBytes = 16384

    /// Serves until cancelled or gracefully shut down.
    func run() async {
        var lastReason: String?
        while !Task.isCancelled {
            do {
                try makeRoom()
                try await server().run()
                if Task.isCancelled || Task.isShuttingDownGracefully { return }
                throw Trouble(reason: "the server ended")
            } catch {
                let reason = Self.words(error)
                if !Task.isCancelled, reason != lastReason { complain(reason) }
                lastReason = reason
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Without the socket all goes on, but for the commands.
    private func complain(_ reason: String) {
        switch address {
        case .network: logger.error("no page on \(address): \(reason); it is tried again")
        case .localSocket:
            logger.warning(
                "no local socket \(address) for commands such as 'chargebridge monitor': \(reason); it is tried again"
            )
        }
    }

    private func server() throws -> any Service {
        let responder = responder
        var quiet = logger
        // A viewer that goes away in the middle of something is no error of ours.
        quiet.logLevel = .critical
        let slowness = settings.slowness
        let isLocal = if case .localSocket = address { true } else { false }
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestWatch(slowness: slowness)],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.mostHeaderBytes, maxHeaderListSize: Self.mostHeaderBytes,
                maxHeaderFieldCount: Self.mostHeaders))
        return try HTTPServerBuilder.http1(configuration: channel).buildServer(
            configuration: ServerConfiguration(
                address: bindAddress, backlog: 64,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    settings.mostConnections, logger: quiet)),
            eventLoopGroup: group, logger: quiet
        ) { request, writer, channel in
            let caller = isLocal ? .localSocket : Caller(channel.remoteAddress, headers: request.headers)
            let response = await responder.respond(to: request, from: caller)
            try await writer.write(response: response.head, body: response.body)
        } onServerRunning: {
            await stands($0)
        }
    }

    private var bindAddress: BindAddress {
        switch address {
        case .network(let host, let port): .hostname(host, port: port)
        case .localSocket(let path, _): .unixDomainSocket(path: path)
        }
    }

    private func stands(_ channel: any Channel) async {
        switch address {
        case .network(let host, let port):
            let address = WebAddress.network(host: host, port: channel.localAddress?.port ?? port)
            logger.info("the page is at http://\(address)")
            await listening(address)
        case .localSocket(let path, let mode):
            // Until here only its owner could write to it, so that nobody else could connect.
            if chmod(path, mode) != 0 { logger.warning("\(path) keeps its mode: \(Self.lastError)") }
            await listening(address)
        }
    }

    /// A socket file that nobody listens on any more is in the way; one that somebody does is theirs.
    private func makeRoom() throws {
        guard case .localSocket(let path, _) = address else { return }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard probe >= 0 else { return }
        defer { close(probe) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else {
            throw Trouble(reason: "the path is too long for a socket")
        }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let isTaken = withUnsafePointer(to: &name) { name in
            name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        if isTaken { throw Trouble(reason: "another program listens there; is chargebridge running twice?") }
        // Refused is what a program that was killed left; anything else may be somebody's.
        guard errno == ECONNREFUSED || errno == ENOENT else { throw Trouble(reason: Self.lastError) }
    }

    private struct Trouble: Error { var reason: String }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as Trouble: error.reason
        case let error as IOError where error.errnoCode == EADDRINUSE: "another program listens there"
        case let error as IOError: String(cString: strerror(error.errnoCode))
        default: "\(error)"
        }
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
