// SPDX-License-Identifier: MIT
import CPlatform
public import ChargerControl
import Foundation

/// One charger's state on disk: small, replaced whole, never half written.
public struct StateFile: Sendable, Hashable {
    let folder: String
    /// Path of the file.
    public let path: String

    /// What was found at the start.
    public enum Found: Sendable {
        /// The state of the last run.
        case kept(KeptState)
        /// There is none: the program never ran here.
        case nothing
        /// There is one, but it can't be used; the reason in words.
        case unreadable(String)
    }

    private struct Contents: Codable {
        var version: Int
        var charger: KeptState
    }

    private static let version = 1
    private static let mostBytes = 1_000_000

    /// Reads the file.
    public func load() -> Found {
        // What is no file might never end, or be another user's; opening it must not wait for a writer.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else {
            // A folder that may not be entered is not a file that was never written.
            if errno == ENOENT { return .nothing }
            if errno == ELOOP { return .unreadable("\(path) is not a state file: it is a link") }
            return .unreadable("\(path) can't be read: \(Self.words(POSIXError.last))")
        }
        defer { close(file) }
        let size = cplatform_regular_file_size(file)
        guard size >= 0 else { return .unreadable("\(path) is not a state file: it is no regular file") }
        guard size <= Self.mostBytes else {
            return .unreadable("\(path) is not a state file: it is too large")
        }
        do {
            let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
            let data = try handle.read(upToCount: Self.mostBytes) ?? Data()
            let contents = try JSONDecoder().decode(Contents.self, from: data)
            return .kept(contents.charger)
        } catch {
            return .unreadable("\(path) can't be read: \(Self.words(error))")
        }
    }

    /// Whether a wish for a limit is kept in it that has not come true yet.
    /// - Parameter amperes: the limit wished for; nil finds none.
    public func keepsOpenWish(amperes: Double?) -> Bool {
        guard case .kept(let state) = load(), let wish = state.wish, wish.settled == nil else { return false }
        return wish.limit.amperes == amperes
    }

    /// Replaces the file; after a power cut there is the old one or the new one.
    /// - Throws: ``NotSaved`` with the reason in words.
    public func save(_ state: KeptState) throws(NotSaved) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try replace(with: encoder.encode(Contents(version: Self.version, charger: state)))
        } catch {
            throw NotSaved(reason: "the state can't be saved to \(path): \(Self.words(error))")
        }
    }

    /// Why a state was not saved.
    public struct NotSaved: Error, Sendable, Hashable {
        /// In words, with the path.
        public let reason: String
    }

    private func replace(with data: Data) throws {
        let new = path + ".new"
        // Root follows no link there, in a folder that is another user's; what a run before left goes.
        guard unlink(new) == 0 || errno == ENOENT else { throw POSIXError.last }
        let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXError.last }
        defer { close(file) }
        try data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = write(file, rest.baseAddress, rest.count)
                guard written > 0 else { throw POSIXError.last }
                rest = rest.dropFirst(written)
            }
        }
        Self.giveToOwner(of: folder, file)
        guard fsync(file) == 0, rename(new, path) == 0 else { throw POSIXError.last }
        syncFolder()
    }

    /// What root's command makes must stay usable for the service, whose folder it is.
    static func giveToOwner(of folder: String, _ file: CInt) {
        cplatform_give_to_owner_of(folder, file)
    }

    /// Makes the new name last; where a file system can't, the file itself is safe all the same.
    private func syncFolder() {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as POSIXError: String(cString: strerror(error.code.rawValue))
        case is DecodingError: "it is damaged or not a state file"
        default: error.localizedDescription
        }
    }
}

extension UnsafeRawBufferPointer.SubSequence {
    fileprivate var baseAddress: UnsafeRawPointer? { UnsafeRawBufferPointer(rebasing: self).baseAddress }
}

extension POSIXError {
    fileprivate static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
