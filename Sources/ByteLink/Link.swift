// SPDX-License-Identifier: MIT
/// An open link: bytes in, bytes out.
public struct Link: Sendable {
    /// The most bytes that may wait unsent before `write` refuses: two seconds' worth at 19200 baud.
    public static let unsentLimit = 4096

    /// The link as a user reads it: `/dev/ttyUSB0`, `tcp://host:port`.
    public let name: String

    /// The bytes that arrive, in order, in pieces as they came; for one consumer.
    public let incoming: LinkBytes

    private let outgoing: any LinkWriter

    init(name: String, incoming: ByteInbox, outgoing: any LinkWriter) {
        self.init(name: name, incoming: LinkBytes(inbox: incoming), outgoing: outgoing)
    }

    init(name: String, incoming: LinkBytes, outgoing: any LinkWriter) {
        self.name = name
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// Sends bytes without waiting, from any thread or actor.
    ///
    /// On the link's event loop the bytes have been handed to the system when this returns; from
    /// elsewhere they follow at once, in the order of the calls of one thread. Bytes that the system does
    /// not take yet wait in memory. That a write succeeded does not say that the charger received it.
    ///
    /// - Parameter bytes: all of them are sent, or none.
    /// - Throws: `LinkError` with `.stuck` when more than `unsentLimit` bytes would be waiting, `.hungUp`
    ///   when the link has ended, `.closed` when `withLink` has returned.
    public func write(_ bytes: [UInt8]) throws(LinkError) {
        try outgoing.write(bytes)
    }
}

/// The sending side of a link.
extension Link {
    /// Takes bytes in at most so often for a while: fewer wake-ups where nothing urgent can come.
    ///
    /// Nothing is lost; what arrives meanwhile waits in the port. A hang-up may be noticed that much later.
    /// - Parameters:
    ///   - slice: the longest that bytes wait.
    ///   - duration: how long, from now; replaces what was said before.
    public func readAtMost(every slice: Duration, for duration: Duration) {
        outgoing.readAtMost(every: slice, for: duration)
    }

    /// Takes bytes in as they come again, since an answer is expected.
    public func readAtOnce() { outgoing.readAtOnce() }
}

protocol LinkWriter: Sendable {
    /// Takes all bytes or throws, without waiting.
    func write(_ bytes: [UInt8]) throws(LinkError)
    func readAtMost(every slice: Duration, for duration: Duration)
    func readAtOnce()
}

extension LinkWriter {
    /// Where reading costs nothing there is nothing to spare.
    func readAtMost(every slice: Duration, for duration: Duration) {}
    func readAtOnce() {}
}
