// SPDX-License-Identifier: MIT
import ByteLink
import NIOCore

/// The charger's side of a link under test.
protocol FarEnd: Sendable {
    func send(_ bytes: [UInt8]) async throws
    func receive(_ count: Int) async throws -> [UInt8]
    func hangUp() async throws
}

/// A far end that is a channel: a pseudo-terminal's master, or a connection accepted by a server.
struct ChannelFarEnd: FarEnd {
    let channel: any Channel
    let bytes: AsyncStream<[UInt8]>

    /// Adds the handler that fills `bytes`; called on the channel's loop.
    static func wrap(_ channel: any Channel) throws -> ChannelFarEnd {
        let (bytes, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        try channel.pipeline.syncOperations.addHandler(Collector(continuation: continuation))
        return ChannelFarEnd(channel: channel, bytes: bytes)
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func receive(_ count: Int) async throws -> [UInt8] {
        var received: [UInt8] = []
        guard count > 0 else { return received }
        for await piece in bytes {
            received += piece
            if received.count >= count { break }
        }
        return received
    }

    func hangUp() async throws {
        try? await channel.close().get()
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<[UInt8]>.Continuation

        init(continuation: AsyncStream<[UInt8]>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    }
}

/// A far end that is an in-memory link's device.
struct InMemoryFarEnd: FarEnd {
    let pair: InMemoryLink

    func send(_ bytes: [UInt8]) async throws { try pair.device.write(bytes) }
    func receive(_ count: Int) async throws -> [UInt8] { try await pair.device.receive(count) }
    func hangUp() async throws { pair.hangUp() }
}

extension Link {
    /// Takes bytes until there are `count`, or the link ends.
    func receive(_ count: Int) async throws -> [UInt8] {
        var received: [UInt8] = []
        guard count > 0 else { return received }
        for try await piece in incoming {
            received += piece
            if received.count >= count { break }
        }
        return received
    }
}
