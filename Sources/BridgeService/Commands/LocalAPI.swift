// SPDX-License-Identifier: MIT
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// The API of a bridge on this machine, over its local socket.
public struct LocalAPI: Sendable {
    /// Path of the socket.
    public let path: String

    /// Names a socket; nothing is opened yet.
    /// - Parameter path: where it is.
    public init(path: String) { self.path = path }

    /// What a request was answered with.
    public struct Answer: Sendable, Hashable {
        /// The status of HTTP.
        public let status: Int
        /// The body, JSON.
        public let body: [UInt8]
    }

    /// What can be done at the API.
    public enum Method: Sendable, Hashable {
        /// Asking how something is.
        case get
        /// Asking for something, with a body of JSON.
        case put(json: [UInt8])
    }

    /// Why there is no answer.
    public struct Unreachable: Error, Sendable, Hashable, CustomStringConvertible {
        /// What kind of failure it was.
        public enum Kind: Sendable, Hashable { case noBridge, notPermitted, broken }
        /// What kind of failure it was.
        public let kind: Kind
        /// In words, with the socket's path and what to do.
        public let reason: String
        /// The same as ``reason``.
        public var description: String { reason }
    }

    /// A server-sent event.
    public struct Event: Sendable, Hashable {
        /// What it is: `state`, `request`, `broker`, `heartbeat`.
        public let name: String
        /// JSON on one line.
        public let data: [UInt8]
    }

    /// An answer to a request for a limit takes 15 s at most, one for a register some seconds more.
    private static let patience: TimeAmount = .seconds(60)
    /// Every 5 s there is a sign of life.
    private static let livePatience: TimeAmount = .seconds(20)
    private static let mostBytes = 1_000_000

    /// Asks for something.
    /// - Parameters:
    ///   - method: what is to be done.
    ///   - place: the path, from `/api`; each part of it encoded.
    /// - Throws: ``Unreachable`` when there is no answer.
    public func ask(_ method: Method, _ place: String) async throws -> Answer {
        var status = 0
        var body: [UInt8] = []
        try await exchange(method, place, patience: Self.patience) { part in
            switch part {
            case .head(let head): status = Int(head.status.code)
            case .body(let bytes) where body.count < Self.mostBytes: body += bytes.readableBytesView
            case .body, .end: break
            }
        }
        return Answer(status: status, body: body)
    }

    /// Follows the live events until the bridge ends them or the task is cancelled.
    /// - Parameter take: is given each event.
    /// - Throws: ``Unreachable`` when there is no bridge, and what `take` throws.
    public func follow(_ take: (Event) async throws -> Void) async throws {
        var lines = EventLines()
        try await exchange(.get, "/api/v1/live", patience: Self.livePatience) { part in
            guard case .body(let bytes) = part else { return }
            for event in lines.take(bytes.readableBytesView) { try await take(event) }
        }
    }

    // MARK: The wire

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private func exchange(
        _ method: Method, _ place: String, patience: TimeAmount,
        _ take: (HTTPClientResponsePart) async throws -> Void
    ) async throws {
        let connection = try await connect(patience: patience)
        var hasAnswered = false
        do {
            try await connection.executeThenClose { incoming, outgoing in
                try await outgoing.write(contentsOf: request(method, place))
                for try await part in incoming {
                    if case .head = part { hasAnswered = true }
                    try await take(part)
                    if case .end = part { return }
                }
            }
        } catch let error as IOError {
            throw unreachable(error)
        } catch let error as ChannelError {
            throw Unreachable(
                kind: .broken, reason: "the connection to the bridge at \(path) broke: \(error)")
        } catch let error as HTTPParserError {
            throw Unreachable(kind: .broken, reason: "\(path) is not a bridge's socket: \(error)")
        }
        if !hasAnswered, !Task.isCancelled {
            throw Unreachable(kind: .broken, reason: "the bridge hung up on \(path) without an answer")
        }
    }

    private func request(_ method: Method, _ place: String) -> [HTTPClientRequestPart] {
        let headers = [("Host", "local"), ("Connection", "close")]
        switch method {
        case .get:
            let head = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: place, headers: HTTPHeaders(headers))
            return [.head(head), .end(nil)]
        case .put(let json):
            let more = [("Content-Type", "application/json"), ("Content-Length", "\(json.count)")]
            let head = HTTPRequestHead(
                version: .http1_1, method: .PUT, uri: place, headers: HTTPHeaders(headers + more))
            return [.head(head), .body(.byteBuffer(ByteBuffer(bytes: json))), .end(nil)]
        }
    }

    private func connect(patience: TimeAmount) async throws -> Connection {
        do {
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(IdleStateHandler(readTimeout: patience))
                        try pipeline.addHTTPClientHandlers()
                        try pipeline.addHandler(SilenceHandler())
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as IOError {
            throw unreachable(error)
        } catch {
            throw Unreachable(kind: .broken, reason: "\(path) can't be used: \(error)")
        }
    }

    private func unreachable(_ error: IOError) -> Unreachable {
        switch error.errnoCode {
        case ENOENT, ECONNREFUSED, ENOTDIR:
            Unreachable(kind: .noBridge, reason: "no bridge is running: nobody listens on \(path)")
        case EACCES, EPERM:
            Unreachable(
                kind: .notPermitted,
                reason:
                    "\(path) may not be opened by this user: use sudo, or run this as the user of the bridge")
        default:
            Unreachable(
                kind: .broken,
                reason: "the bridge at \(path) can't be asked: \(String(cString: strerror(error.errnoCode)))")
        }
    }
}

/// Ends a connection on which nothing comes any more.
private final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }
}

/// Puts server-sent events together from bytes (HTML Living Standard, section 9.2).
struct EventLines: Sendable {
    private var rest: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []

    private static let mostBytes = 1_000_000

    /// Takes bytes in.
    /// - Returns: the events that are complete with them.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [LocalAPI.Event] {
        rest += bytes
        var events: [LocalAPI.Event] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(rest[..<end])
            rest.removeSubrange(...end)
            if let event = take(line: line) { events.append(event) }
        }
        if rest.count > Self.mostBytes { rest = [] }
        return events
    }

    private mutating func take(line: [UInt8]) -> LocalAPI.Event? {
        guard !line.isEmpty else {
            defer { (name, data) = ("", []) }
            return data.isEmpty ? nil : LocalAPI.Event(name: name, data: data)
        }
        if line.starts(with: "event: ".utf8) { name = String(decoding: line.dropFirst(7), as: UTF8.self) }
        if line.starts(with: "data: ".utf8) { data = Array(line.dropFirst(6)) }
        return nil
    }
}
