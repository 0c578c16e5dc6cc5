// SPDX-License-Identifier: MIT
import NIOCore
import NIOHTTPTypes

/// Closes a connection that sends its request too slowly or too long, idles, or does not take its answer.
final class RequestWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let slowness: TimeAmount
    private var open = 0
    private var isReading = false
    private var bodyBytes = 0
    private var isClosing = false
    private var deadline: Scheduled<Void>?
    private var stall: Scheduled<Void>?

    /// A body beyond this is not even waited for, to be refused.
    private static let mostBytes = 65536
    private static let idleness: TimeAmount = .seconds(60)
    /// What an answer to a request that was not read needs to arrive.
    private static let farewell: TimeAmount = .seconds(1)
    /// What the system keeps for a reader who does not read, bytes.
    private static let sendBuffer: SocketOptionValue = 65536

    init(slowness: Duration) { self.slowness = TimeAmount(slowness) }

    func handlerAdded(context: ChannelHandlerContext) {
        context.channel.setOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
            .whenFailure { _ in }
        if context.channel.isActive { arm(slowness, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { disarm() }

    func channelActive(context: ChannelHandlerContext) {
        arm(slowness, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        disarm()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head:
            open += 1
            isReading = true
            bodyBytes = 0
            arm(slowness, context)
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            if bodyBytes > Self.mostBytes { return context.close(promise: nil) }
        case .end:
            isReading = false
            deadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        open -= 1
        context.write(data, promise: promise)
        if isReading, open == 0 {
            // The request was refused before it was read; what still comes of it is not.
            context.flush()
            isClosing = true
            arm(Self.farewell, context)
        } else if open == 0 {
            arm(Self.idleness, context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = context.channel.isWritable ? nil : schedule(slowness, context)
        context.fireChannelWritabilityChanged()
    }

    private func arm(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = schedule(time, context)
    }

    private func disarm() {
        deadline?.cancel()
        stall?.cancel()
    }

    private func schedule(_ time: TimeAmount, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }
}
