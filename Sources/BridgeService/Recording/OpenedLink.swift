// SPDX-License-Identifier: MIT
import ByteLink
import Synchronization

/// Lends a link that is open already.
struct OpenedLink: LinkOpener {
    private let link: Link

    init(_ link: Link) { self.link = link }

    var name: String { link.name }

    func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R { try await body(link) }
}

/// Lends a link once, and tells when it has ended.
final class LinkEnding: LinkOpener {
    private let opener: OpenedLink
    private let ended = AsyncStream<Never>.makeStream()
    private let words = Mutex<String?>(nil)

    init(_ opener: OpenedLink) { self.opener = opener }

    var name: String { opener.name }
    /// Why the link ended, nil when it was to.
    var reason: String? { words.withLock { $0 } }

    func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R {
        defer { ended.continuation.finish() }
        do {
            return try await opener.withLink(body)
        } catch {
            if !Task.isCancelled { words.withLock { $0 = "\(error)" } }
            throw error
        }
    }

    /// Returns when the link has ended, or the task is cancelled.
    func wait() async {
        for await _ in ended.stream {}
    }
}
