// SPDX-License-Identifier: MIT
import Glibc

/// The token that changing something from beyond loopback needs, kept in a file of its owner's.
public struct AccessToken: Sendable {
    private let bytes: [UInt8]

    /// Fewer characters than this could be guessed.
    private static let fewest = 12
    private static let most = 256
    /// 26 characters of 5 bits: nobody guesses 130 bits.
    private static let length = 26
    /// Letters and digits that are not mistaken for others.
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789ABCDEFGH".utf8.prefix(32))

    /// The token in words, to be shown to its owner and never logged.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Why a token can't be had, in words.
    public struct Unusable: Error, Sendable, Hashable {
        /// The reason, with the path; never the token.
        public let reason: String
    }

    /// Reads the token from a file, or makes both.
    /// - Parameter path: the file; its folder must be there.
    /// - Throws: ``Unusable`` when the file can't be read or written, others may read it, or what it holds
    ///   is too short.
    public static func kept(at path: String) throws(Unusable) -> AccessToken {
        if let token = try read(path) { return token }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            // Another process was faster.
            if errno == EEXIST, let token = try read(path) { return token }
            throw Unusable(reason: "the token can't be saved to \(path): \(Self.lastError)")
        }
        defer { close(file) }
        let token = AccessToken(bytes: (0..<length).map { _ in alphabet.randomElement() ?? 0x61 })
        let line = token.bytes + [0x0A]
        guard write(file, line, line.count) == line.count, fsync(file) == 0 else {
            let reason = Self.lastError
            unlink(path)
            throw Unusable(reason: "the token can't be saved to \(path): \(reason)")
        }
        return token
    }

    /// Reads the token; nil when there is no file.
    /// - Throws: ``Unusable`` with the reason in words.
    public static func read(_ path: String) throws(Unusable) -> AccessToken? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Unusable(reason: "the token can't be read from \(path): \(Self.lastError)")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Unusable(reason: "\(path) is no file: remove it, and a token is made anew")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Unusable(
                reason: "\(path) can be read by others: chmod 600 it, or remove it to get a new token")
        }
        var buffer = [UInt8](repeating: 0, count: most + 2)
        let count = Glibc.read(file, &buffer, buffer.count)
        guard count >= 0 else {
            throw Unusable(reason: "the token can't be read from \(path): \(Self.lastError)")
        }
        let text = buffer[..<count].filter { $0 > 0x20 && $0 < 0x7F }
        guard (fewest...most).contains(text.count) else {
            throw Unusable(
                reason:
                    "the token in \(path) must have \(fewest) to \(most) characters; remove the file to get one"
            )
        }
        return AccessToken(bytes: text)
    }

    /// Whether it is this one, found out in a time that tells nothing about where they differ.
    func matches(_ guess: some Collection<UInt8>) -> Bool {
        var difference = bytes.count ^ guess.count
        for (index, byte) in guess.prefix(Self.most).enumerated() {
            difference |= Int(byte ^ bytes[index % bytes.count])
        }
        return difference == 0
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
