// SPDX-License-Identifier: MIT
import Foundation

/// A text file as read from disk, with the permission bits it had.
struct TextFile {
    let text: String
    /// The permission bits, like 0o640; nil where the system does not tell.
    let permissions: Int?

    /// Reads a file of UTF-8 text.
    ///
    /// No more than `largestSize` bytes and one are read, so that a wrong name (a disk, a log) costs nothing.
    init(path: String, largestSize: Int) throws(FileProblem) {
        let handle = try Self.open(path)
        permissions = Self.permissions(of: path)
        guard let data = try? handle.read(upToCount: largestSize + 1) ?? Data() else {
            throw FileProblem(reason: "can't be read")
        }
        guard data.count <= largestSize else {
            throw FileProblem(reason: "is larger than \(largestSize) bytes, too large for what it should be")
        }
        text = try Self.decode(data)
    }

    /// Reads a file that holds a password; one that is open to every user of this machine is refused.
    static func secret(path: String) throws(FileProblem) -> String {
        let file = try TextFile(path: path, largestSize: 65537)
        guard let bits = file.permissions, bits & 0o006 == 0 else {
            throw FileProblem(reason: "can be read or changed by every user of this machine: chmod 600 it")
        }
        return file.text
    }

    /// Why a file can't be read; nil when it can.
    static func problem(path: String) -> FileProblem? {
        do {
            try open(path).close()
            return nil
        } catch {
            return error as? FileProblem
        }
    }

    private static func open(_ path: String) throws(FileProblem) -> FileHandle {
        var isDirectory: ObjCBool = false
        guard !path.isEmpty else { throw FileProblem(reason: "has an empty path: name it") }
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            guard access(path, F_OK) != 0, errno == EACCES else {
                throw FileProblem(reason: "does not exist")
            }
            throw FileProblem(
                reason: "can't be reached: this user may not enter a directory on the way to it"
                    + FileProblem.forbiddenAdvice)
        }
        guard !isDirectory.boolValue else { throw FileProblem(reason: "is a directory") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw FileProblem(
                reason: "can't be opened: this user may not read it" + FileProblem.forbiddenAdvice)
        }
        return handle
    }

    private static func permissions(of path: String) -> Int? {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }

    private static func decode(_ data: Data) throws(FileProblem) -> String {
        if let text = String(validating: data, as: UTF8.self) { return text }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw FileProblem(reason: "is not UTF-8 text: save it in that encoding", line: index + 1)
    }
}
