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

    /// Creates the one iterator.
    public func makeAsyncIterator() -> Iterator { Iterator(inbox: inbox) }

    /// Takes pieces from the link.
    public struct Iterator: AsyncIteratorProtocol {
        let inbox: ByteInbox

        /// Waits for the next piece.
        ///
        /// - Returns: the bytes, or `nil` when the link was closed or the task is cancelled.
        /// - Throws: `LinkError` with `.hungUp`.
        public mutating func next() async throws(LinkError) -> [UInt8]? {
            try await inbox.next()
        }

        /// Waits for the next piece without leaving the caller's isolation.
        ///
        /// - Parameter actor: the caller's isolation.
        /// - Returns: the bytes, or `nil` when the link was closed or the task is cancelled.
        /// - Throws: `LinkError` with `.hungUp`.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(LinkError) -> [UInt8]? {
            try await inbox.next()
        }
    }
}
