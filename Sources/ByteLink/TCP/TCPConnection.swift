// SPDX-License-Identifier: MIT
import Glibc
import NIOCore
import NIOPosix

extension ChannelConnection {
    /// The time a connection may take, name resolution included.
    private static let connectTimeout = TimeAmount.seconds(5)

    /// Connects to a TCP server; gives up at once when the task is cancelled.
    static func tcp(host: String, port: Int, name: String, on eventLoop: any EventLoop) async throws
        -> ChannelConnection
    {
        let promise = eventLoop.makePromise(of: ChannelConnection.self)
        let channel = bootstrap(name: name, on: eventLoop).connect(host: host, port: port)
        channel.whenComplete { finish(promise, with: $0, name: name) }
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                promise.fail(CancellationError())
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw LinkError.connectingFailed(error, host: host, port: port, name: name)
        }
    }

    private static func finish(
        _ promise: EventLoopPromise<ChannelConnection>, with result: Result<any Channel, any Error>,
        name: String
    ) {
        promise.completeWith(
            result.flatMap { channel in Result { try ChannelConnection(name: name, channel: channel) } })
        // Nobody waits any more when the promise was broken by a cancellation.
        promise.futureResult.whenFailure { _ in _ = try? result.get().close() }
    }

    /// Notices a peer that vanished within 30 s.
    ///
    /// Probes after 10 s of silence, four of them 5 s apart; or bytes not acknowledged for 30 s.
    private static func bootstrap(name: String, on eventLoop: any EventLoop) -> ClientBootstrap {
        ClientBootstrap(group: eventLoop)
            .connectTimeout(connectTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(tcpOption(TCP_KEEPIDLE), value: 10)
            .channelOption(tcpOption(TCP_KEEPINTVL), value: 5)
            .channelOption(tcpOption(TCP_KEEPCNT), value: 4)
            .channelOption(tcpOption(TCP_USER_TIMEOUT), value: 30_000)
            .channelInitializer { addHandler(name: name, to: $0) }
    }

    private static func tcpOption(_ name: CInt) -> ChannelOptions.Types.SocketOption {
        ChannelOptions.Types.SocketOption(level: .tcp, name: NIOBSDSocket.Option(rawValue: name))
    }
}
