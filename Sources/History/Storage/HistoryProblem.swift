// SPDX-License-Identifier: MIT
import Foundation
import GRDB

/// Why the history can't be kept or read, in words.
public enum HistoryProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file can't be opened, read or written now; it is tried again.
    case unavailable(String)
    /// The file is not ours to touch: of a newer version, or another program's.
    case refused(String)
    /// The file is damaged; it is moved aside.
    case damaged(String)

    /// The words.
    public var description: String {
        switch self {
        case .unavailable(let words), .refused(let words), .damaged(let words): words
        }
    }

    /// What an error of SQLite means for a file.
    init(_ error: any Error, path: String) {
        switch error {
        case let problem as HistoryProblem: self = problem
        case let error as DatabaseError:
            let words = error.message ?? "SQLite error \(error.resultCode.rawValue)"
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged("\(path) is damaged: \(words)")
            case .SQLITE_FULL: self = .unavailable("\(path) can't be written: the disk is full")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                self = .unavailable("\(path) is locked by another program")
            case .SQLITE_READONLY, .SQLITE_PERM:
                self = .unavailable("\(path) can't be written: \(words); whose file is it?")
            default: self = .unavailable("\(path) can't be used: \(words)")
            }
        default: self = .unavailable("\(path) can't be used: \(error.localizedDescription)")
        }
    }
}
