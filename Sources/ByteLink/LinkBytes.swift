// SPDX-License-Identifier: MIT
/// The bytes that arrive on a link, piece by piece, for one consumer.
///
/// When the other side hangs up or the device vanishes, what came before is still delivered and then
/// `LinkError` with `.hungUp` is thrown. The sequence ends without an error once `withLink` is over, and
/// for a cancelled task at once; bytes not yet delivered then stay for the next consumer. A consumer that
/// falls behind gets its bytes in larger pieces; when 64 kB wait, reading pauses until it catches up.
public struct LinkBytes: AsyncSequence, Sendable {
    /// A piece as it came, never empty.
    public typealias Element = [UInt8]
    /// The link's end.
    public typealias Failure = LinkError

    let inbox: ByteInbox
    private var recorder: (any LinkRecorder)?

    init(inbox: ByteInbox) { self.inbox = inbox }

    /// The same bytes, each piece told to a recorder when it is taken.
    func heard(by recorder: any LinkRecorder) -> LinkBytes {
        var heard = self
        heard.recorder = recorder
        return heard
    }

    /// Creates the one iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(inbox: inbox, recorder: recorder) }

    /// Takes pieces from the link.
    public struct Iterator: AsyncIteratorProtocol {
        let inbox: ByteInbox
        let recorder: (any LinkRecorder)?

        /// Waits for the next piece.
        ///
        /// - Returns: the bytes, or `nil` when the link was closed or the task is cancelled.
        /// - Throws: `LinkError` with `.hungUp`.
        public mutating func next() async throws(LinkError) -> [UInt8]? {
            try await take()
        }

        /// Waits for the next piece without leaving the caller's isolation.
        ///
        /// - Parameter actor: the caller's isolation.
        /// - Returns: the bytes, or `nil` when the link was closed or the task is cancelled.
        /// - Throws: `LinkError` with `.hungUp`.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(LinkError) -> [UInt8]? {
            try await take()
        }

        private nonisolated(nonsending) func take() async throws(LinkError) -> [UInt8]? {
            let piece = try await inbox.next()
            if let piece, let recorder { recorder.record(piece, .fromCharger) }
            return piece
        }
    }
}
