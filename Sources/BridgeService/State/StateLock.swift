// SPDX-License-Identifier: MIT
import Foundation
import Glibc
import Logging

/// Keeps bridges and commands that count for themselves from working with one folder's counters at a time.
///
/// It is held until the object is gone, and the kernel lets go of it however the program ends.
final class StateLock: Sendable {
    /// Who may hold it along with others.
    enum Kind: Sendable {
        /// A bridge: others like it may hold it too, each with chargers of its own.
        case shared
        /// A command: nobody else may.
        case alone

        fileprivate var operation: CInt { self == .shared ? LOCK_SH : LOCK_EX }
    }

    /// Why it is not held.
    enum Failure: Error, Sendable, Hashable {
        /// Somebody else holds it.
        case taken
        /// There is none to be had in this folder; the reason in words.
        case unusable(String)
    }

    private let descriptor: CInt

    /// Takes the lock of a folder, which is made if need be; waits for nobody.
    init(_ kind: Kind, of folder: StateFolder) throws(Failure) {
        try? FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let descriptor = Self.open(in: folder.path)
        guard descriptor >= 0 else {
            throw .unusable("\(folder.path)/.lock can't be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, kind.operation | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK { throw .taken }
            throw .unusable("\(folder.path)/.lock can't be locked: \(String(cString: strerror(reason)))")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens the file, or makes it; root follows no link of another user's and gives away only what it made.
    private static func open(in folder: String) -> CInt {
        let path = folder + "/.lock"
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let made = Glibc.open(path, flags | O_CREAT | O_EXCL, 0o600)
        guard made >= 0 else { return errno == EEXIST ? Glibc.open(path, flags) : -1 }
        StateFile.giveToOwner(of: folder, made)
        return made
    }
}

extension StateLock {
    private static let patience: Duration = .seconds(45)
    private static let pause: Duration = .milliseconds(200)

    /// Takes a bridge's share of the lock; a command that has it is waited for.
    /// - Returns: the lock; nil when the bridge must do without, which is said.
    static func ofBridge(_ folder: StateFolder, logger: Logger) async -> StateLock? {
        let end = ContinuousClock.now + patience
        var hasSaid = false
        while !Task.isCancelled {
            do throws(Failure) {
                return try StateLock(.shared, of: folder)
            } catch .unusable(let reason) {
                logger.warning("\(reason); a command 'set' while the bridge starts is not kept out")
                return nil
            } catch {
                guard ContinuousClock.now < end else { break }
                if !hasSaid {
                    logger.info("a command is at work with the counters in \(folder.path); it is waited for")
                }
                hasSaid = true
            }
            try? await Task.sleep(for: pause)
        }
        if !Task.isCancelled {
            logger.warning("a command still works with the counters in \(folder.path); the bridge goes on")
        }
        return nil
    }
}
