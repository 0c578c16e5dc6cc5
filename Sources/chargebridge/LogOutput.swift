// SPDX-License-Identifier: MIT
import Glibc
import Synchronization

/// Standard error as a place for lines: never waits for long, never fails the program.
///
/// Its descriptor may be shared with a terminal or other programs, so it is not made non-blocking: it is
/// asked first whether it has room. What nobody takes is dropped, counted and told.
final class LogOutput: Sendable {
    /// Whether standard error is the journal's.
    let isJournal: Bool
    /// A standard error that was closed before the start is no place to write to: its number belongs to
    /// something else by now, which is none of these.
    private let isThere: Bool
    private let dropped = Mutex(0)

    init(environment: [String: String]) {
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else {
            (isThere, isJournal) = (false, false)
            return
        }
        isThere = [S_IFREG, S_IFCHR, S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
        // The device and inode of the journal's stream (systemd.exec(5)); we may have been redirected since.
        isJournal = environment["JOURNAL_STREAM"] == "\(status.st_dev):\(status.st_ino)"
    }

    /// Writes a line.
    func write(_ line: String) {
        guard isThere else { return }
        dropped.withLock { dropped in
            // Who has taken nothing before is not waited for again.
            let wasTold =
                dropped == 0
                || Self.put("\(dropped) lines of the log were lost: nobody took them", patience: 0)
            if wasTold { dropped = 0 }
            if !wasTold || !Self.put(line, patience: Self.patience) { dropped &+= 1 }
        }
    }

    /// Whether it was taken.
    private static func put(_ line: String, patience: CInt) -> Bool {
        var room = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&room, 1, patience) == 1, room.revents & Int16(POLLOUT) != 0 else { return false }
        let bytes = Array(line.utf8.prefix(longestLine)) + [UInt8(ascii: "\n")]
        return Glibc.write(STDERR_FILENO, bytes, bytes.count) >= 0
    }

    /// How long a line may wait for room, in ms.
    private static let patience: CInt = 20
    /// A pipe that has room takes so much at once (PIPE_BUF in pipe(7)).
    private static let longestLine = 4095
}
