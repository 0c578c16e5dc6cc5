// SPDX-License-Identifier: MIT
import Synchronization

/// The program's end of an in-memory link, from one opening to its end.
final class InMemorySession: LinkWriter {
    let inbox = ByteInbox()
    private let link: InMemoryLink
    private let refusal = Mutex(LinkError?.none)

    init(link: InMemoryLink) { self.link = link }

    func write(_ bytes: [UInt8]) throws(LinkError) {
        if let refusal = refusal.withLock({ $0 }) { throw refusal }
        try link.passToDevice(bytes)
    }

    /// Ends both directions; only the first end counts.
    ///
    /// - Parameter error: what went wrong, `nil` when the program closed.
    func end(_ error: LinkError?) {
        refusal.withLock { $0 = $0 ?? error ?? .closed(link.name) }
        inbox.finish(error)
    }
}
