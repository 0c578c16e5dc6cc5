// SPDX-License-Identifier: MIT
/// Hears everything that goes over a link.
public protocol LinkRecorder: Sendable {
    /// Bytes came or went; called in order for each direction, and not to wait.
    ///
    /// - Parameters:
    ///   - bytes: never none.
    ///   - direction: which way they went.
    func record(_ bytes: [UInt8], _ direction: Recording.Direction)

    /// Whether bytes may be sent to the charger; asked before.
    ///
    /// - Parameter bytes: what the link's user wants to send.
    func allows(_ bytes: [UInt8]) -> Bool
}

extension LinkRecorder {
    /// Everything may be sent.
    public func allows(_ bytes: [UInt8]) -> Bool { true }
}

/// Opens another opener's link, and has a recorder hear what is read and written.
public struct RecordingLinkOpener: LinkOpener {
    private let opener: any LinkOpener
    private let recorder: any LinkRecorder

    /// Wraps an opener.
    ///
    /// - Parameters:
    ///   - opener: opens the link.
    ///   - recorder: hears what goes over it.
    public init(_ opener: any LinkOpener, recorder: any LinkRecorder) {
        self.opener = opener
        self.recorder = recorder
    }

    /// The link as a user reads it.
    public var name: String { opener.name }

    /// Opens the link, lends it to `body`, and closes it before returning.
    ///
    /// - Parameter body: runs in the caller's isolation.
    /// - Returns: what `body` returns.
    /// - Throws: as the opener that is wrapped; what the recorder does not allow is refused as `.unusable`.
    public func withLink<R: Sendable>(_ body: (Link) async throws -> R) async throws -> R {
        try await opener.withLink { link in try await body(link.recorded(by: recorder)) }
    }
}

extension Link {
    /// The same link, with a recorder that hears what its user reads and writes.
    fileprivate func recorded(by recorder: any LinkRecorder) -> Link {
        Link(
            name: name, incoming: incoming.heard(by: recorder),
            outgoing: RecordedWriter(link: self, recorder: recorder))
    }
}

/// Passes bytes on and tells a recorder of those that were taken.
private struct RecordedWriter: LinkWriter {
    let link: Link
    let recorder: any LinkRecorder

    func write(_ bytes: [UInt8]) throws(LinkError) {
        guard recorder.allows(bytes) else {
            throw LinkError(
                .unusable, linkName: link.name,
                words: "\(link.name) is only listened to: nothing that changes the charger is sent")
        }
        try link.write(bytes)
        if !bytes.isEmpty { recorder.record(bytes, .toCharger) }
    }

    func readAtMost(every slice: Duration, for duration: Duration) {
        // Pieces that waited for each other would be recorded as one.
    }

    func readAtOnce() { link.readAtOnce() }
}
