// SPDX-License-Identifier: MIT
import CPlatform
import Glibc
import Synchronization

/// A pseudo-terminal at a path of the user's choice.
///
/// The slave is never held open from this side, so the system tells when a host opens and closes it; the
/// pseudo-terminal itself lasts, and the next host finds it at the same path.
final class PseudoTerminal: HostPort {
    let address: String
    private let master: Descriptor
    private let slave: String
    private let connected = Mutex(false)

    init(link: String) throws(SimulatorError) {
        var path = [CChar](repeating: 0, count: 128)
        let number = chargebridge_open_pty(&path, path.count)
        guard number >= 0 else {
            throw SimulatorError(
                .noPseudoTerminal,
                "no pseudo-terminal for \(link): \(Descriptor.lastError); is /dev/pts mounted?")
        }
        master = Descriptor(number: number)
        slave = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        address = link
        do {
            try Self.place(link: link, to: slave)
        } catch {
            master.close()
            throw error
        }
    }

    var isConnected: Bool { connected.withLock { $0 } }

    func receive() -> [UInt8] {
        switch master.read() {
        case .bytes(let bytes):
            connected.withLock { $0 = true }
            return bytes
        case .nothing:
            connected.withLock { $0 = true }
        case .hangUp:
            // What the host left unread is not for the next one.
            if isConnected { tcflush(master.number, TCIOFLUSH) }
            connected.withLock { $0 = false }
        }
        return []
    }

    func send(_ bytes: [UInt8]) {
        if isConnected { _ = write(master.number, bytes, bytes.count) }
    }

    func close() {
        if Self.target(of: address) == slave { unlink(address) }
        master.close()
    }

    /// Puts the link in place in one step, over an older link but over nothing else.
    private static func place(link: String, to slave: String) throws(SimulatorError) {
        var status = stat()
        if lstat(link, &status) == 0, status.st_mode & S_IFMT != S_IFLNK {
            throw SimulatorError(
                .linkNotMade, "\(link) exists and is not a symbolic link; give another path or remove it")
        }
        let draft = "\(link).\(getpid()).\(UInt32.random(in: 0 ... .max))"
        guard symlink(slave, draft) == 0 else {
            throw SimulatorError(.linkNotMade, "can't make the link \(link): \(Descriptor.lastError)")
        }
        guard rename(draft, link) == 0 else {
            let words = Descriptor.lastError
            unlink(draft)
            throw SimulatorError(.linkNotMade, "can't make the link \(link): \(words)")
        }
    }

    private static func target(of link: String) -> String? {
        var path = [CChar](repeating: 0, count: 256)
        let count = readlink(link, &path, path.count)
        guard count > 0 else { return nil }
        return String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
