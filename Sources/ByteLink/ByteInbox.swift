// SPDX-License-Identifier: MIT
import Synchronization

/// Bytes on their way to one consumer, bounded: it asks for a pause when too many wait.
final class ByteInbox: Sendable {
    /// Reading pauses when this many bytes wait: half a minute's worth at 19200 baud.
    static let pauseAt = 65536

    private typealias Piece = Result<[UInt8]?, LinkError>

    private struct State {
        var bytes: [UInt8] = []
        var end: Piece?
        var waiting: CheckedContinuation<Piece, Never>?
        var isPaused = false
    }

    private let state = Mutex(State())
    private let resumeReading: @Sendable () -> Void

    /// - Parameter resumeReading: called, on the consumer's thread, when a pause is over.
    init(resumeReading: @escaping @Sendable () -> Void = {}) {
        self.resumeReading = resumeReading
    }

    /// The bytes that wait for the consumer.
    var count: Int { state.withLock { $0.bytes.count } }

    /// Whether to put no more bytes until `resumeReading` is called.
    var isPaused: Bool { state.withLock { $0.isPaused } }

    /// Adds bytes; none once the sequence has ended.
    func put(_ bytes: [UInt8]) {
        let waiting = state.withLock { state -> CheckedContinuation<Piece, Never>? in
            guard state.end == nil, !bytes.isEmpty else { return nil }
            if let waiting = state.waiting.take() { return waiting }
            if state.bytes.isEmpty { state.bytes = bytes } else { state.bytes += bytes }
            state.isPaused = state.bytes.count >= Self.pauseAt
            return nil
        }
        waiting?.resume(returning: .success(bytes))
    }

    /// Ends the sequence, after the bytes that wait; only the first end counts.
    ///
    /// - Parameter error: what the consumer sees, `nil` for an end it knows of.
    func finish(_ error: LinkError? = nil) {
        let end: Piece = if let error { .failure(error) } else { .success(nil) }
        let waiting = state.withLock { state in
            state.end = state.end ?? end
            return state.waiting.take()
        }
        waiting?.resume(returning: end)
    }

    /// Takes all waiting bytes, or waits for some.
    nonisolated(nonsending) func next() async throws(LinkError) -> [UInt8]? {
        if Task.isCancelled { return nil }
        if let piece = takePiece() { return try piece.get() }
        let piece: Piece = await withTaskCancellationHandler {
            await withCheckedContinuation { wait(with: $0) }
        } onCancel: {
            stopWaiting()
        }
        return try piece.get()
    }

    private func takePiece() -> Piece? {
        let (piece, isPauseOver) = state.withLock { Self.takePiece(from: &$0) }
        if isPauseOver { resumeReading() }
        return piece
    }

    private static func takePiece(from state: inout State) -> (piece: Piece?, isPauseOver: Bool) {
        guard !state.bytes.isEmpty else { return (state.end, false) }
        let isPauseOver = state.isPaused
        state.isPaused = false
        return (.success(exchange(&state.bytes, with: [])), isPauseOver)
    }

    private func wait(with continuation: CheckedContinuation<Piece, Never>) {
        // Only one can wait: an earlier one is told that its sequence is over.
        let (earlier, piece, isPauseOver) = state.withLock { state in
            let earlier = state.waiting.take()
            // Asked under the lock: a cancellation from here on finds the continuation.
            if Task.isCancelled { return (earlier, Piece.success(nil) as Piece?, false) }
            let (piece, isPauseOver) = Self.takePiece(from: &state)
            if piece == nil { state.waiting = continuation }
            return (earlier, piece, isPauseOver)
        }
        earlier?.resume(returning: .success(nil))
        if let piece { continuation.resume(returning: piece) }
        if isPauseOver { resumeReading() }
    }

    private func stopWaiting() {
        let waiting = state.withLock { $0.waiting.take() }
        waiting?.resume(returning: .success(nil))
    }
}
