// SPDX-License-Identifier: MIT
import NIOCore

/// Passes a channel's bytes to an inbox, and pauses reading while too many wait there.
final class ChannelBytesHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let inbox: ByteInbox
    let writer: ChannelWriter
    private let name: String
    private let pace: ReadingPace
    private var cause: String?

    init(name: String, channel: any Channel) {
        self.name = name
        inbox = ByteInbox { channel.read() }
        pace = ReadingPace(channel: channel)
        writer = ChannelWriter(name: name, channel: channel, pace: pace)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.put(Array(unwrapInboundIn(data).readableBytesView))
    }

    func read(context: ChannelHandlerContext) {
        // Swallowed while paused: the inbox asks again when its consumer has caught up.
        if !inbox.isPaused, pace.isPassing || pace.readsNow() { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        cause = (error as? IOError).map { LinkError.explain($0.errnoCode) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let end = LinkError.hungUp(name, cause: cause)
        writer.end(end)
        inbox.finish(end)
        context.fireChannelInactive()
    }
}
