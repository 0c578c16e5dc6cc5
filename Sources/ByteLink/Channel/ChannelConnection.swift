// SPDX-License-Identifier: MIT
import NIOCore

/// An open channel and what belongs to it.
struct ChannelConnection: Sendable {
    let link: Link
    private let channel: any Channel
    private let inbox: ByteInbox
    private let writer: ChannelWriter
    private let port: SerialPort?

    /// On the channel's event loop, with its handler in place.
    init(name: String, channel: any Channel, port: SerialPort? = nil) throws {
        let handler = try channel.pipeline.syncOperations.handler(type: ChannelBytesHandler.self)
        inbox = handler.inbox
        writer = handler.writer
        link = Link(name: name, incoming: inbox, outgoing: writer)
        self.channel = channel
        self.port = port
    }

    /// Ends the link, closes the channel, and then gives up the port.
    func close() async {
        writer.end(.closed(link.name))
        inbox.finish()
        // Fails when the other side was first: closed either way.
        try? await channel.close().get()
        try? await channel.closeFuture.get()
        port?.close()
    }

    /// The pipeline of every channel: one handler.
    static func addHandler(name: String, to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ChannelBytesHandler(name: name, channel: channel))
        }
    }
}
