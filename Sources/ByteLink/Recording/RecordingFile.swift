// SPDX-License-Identifier: MIT
import Glibc
import Synchronization

/// Changes what comes from a charger before it is written down; bytes may come out later than they went in.
public protocol RecordingFilter: Sendable {
    /// Takes bytes in the order they came.
    ///
    /// - Returns: what is to be written now.
    mutating func pass(_ bytes: [UInt8]) -> [UInt8]

    /// Gives out what still waits.
    mutating func finish() -> [UInt8]
}

/// Writes a recording, a chunk at a time: what was recorded stays when the program is killed.
public final class RecordingFile: LinkRecorder {
    private struct State {
        var descriptor: CInt
        var filter: (any RecordingFilter)?
        var failure: String?
        var bytes = 0
    }

    /// The file's path.
    public let path: String
    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let isAllowed: @Sendable ([UInt8]) -> Bool

    /// Makes a new file.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there yet.
    ///   - header: its first line.
    ///   - filter: changes what comes from the charger.
    ///   - isAllowed: whether bytes may be sent to the charger; without it nothing may.
    /// - Throws: ``RecordingFileError`` when it can't be made.
    public init(
        path: String, header: RecordingHeader, filter: (any RecordingFilter)? = nil,
        isAllowed: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) throws(RecordingFileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw RecordingFileError(path, making: errno) }
        self.path = path
        self.isAllowed = isAllowed
        state = Mutex(State(descriptor: descriptor, filter: filter))
        state.withLock { Self.write(header.line, &$0) }
    }

    deinit { state.withLock { _ = Glibc.close($0.descriptor) } }

    /// What went wrong with writing, in words; nil when nothing did.
    public var failure: RecordingFileError? {
        state.withLock { $0.failure.map { RecordingFileError("\(path) can't be written: \($0)") } }
    }

    /// Bytes of the link written down so far.
    public var byteCount: Int { state.withLock { $0.bytes } }

    /// Writes a chunk down, with the time since the file was made.
    public func record(_ bytes: [UInt8], _ direction: Recording.Direction) {
        state.withLock { state in
            let bytes = direction == .fromCharger ? state.filter?.pass(bytes) ?? bytes : bytes
            write(bytes, direction, &state)
        }
    }

    /// Whether bytes may be sent to the charger.
    public func allows(_ bytes: [UInt8]) -> Bool { isAllowed(bytes) }

    /// Writes down what the filter still has; nothing is to be recorded after it.
    public func finish() {
        state.withLock { state in
            guard let rest = state.filter?.finish() else { return }
            write(rest, .fromCharger, &state)
        }
    }

    private func write(_ bytes: [UInt8], _ direction: Recording.Direction, _ state: inout State) {
        guard !bytes.isEmpty else { return }
        state.bytes += bytes.count
        // Under the lock, so that times never run backwards in the file.
        let chunk = Recording.Chunk(time: .now - start, direction: direction, bytes: bytes)
        Self.write(chunk.line, &state)
    }

    /// Whole lines only: a reader leaves out one that was cut short.
    private static func write(_ line: String, _ state: inout State) {
        guard state.failure == nil else { return }
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(state.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                state.failure = LinkError.explain(errno)
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// Why a recording can't be written.
public struct RecordingFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What failed, on which file, and what to do.
    public let description: String

    init(_ words: String) { description = words }

    init(_ path: String, making cause: CInt) {
        switch cause {
        case EEXIST: self.init("\(path) is there already: give another name, or remove it")
        case ENOENT, ENOTDIR: self.init("\(path) can't be made: its folder is not there")
        default: self.init("\(path) can't be made: \(LinkError.explain(cause))")
        }
    }
}
