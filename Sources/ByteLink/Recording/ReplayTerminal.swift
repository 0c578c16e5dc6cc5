// SPDX-License-Identifier: MIT
import CPlatform
import Glibc

/// A pseudo-terminal whose other end a host opens as a serial port.
///
/// The host's end is never held open from this side, so the system tells whether a host has it open.
final class ReplayTerminal: ReplayPort {
    let address: String
    private let master: CInt
    private let link: String?

    init(link: String?) throws(LinkError) {
        var path = [CChar](repeating: 0, count: 128)
        master = chargebridge_open_pty(&path, path.count)
        guard master >= 0 else {
            throw LinkError(
                .unusable, linkName: link ?? "a pseudo-terminal",
                words: "no pseudo-terminal can be made (\(LinkError.explain(errno))): is /dev/pts mounted?")
        }
        let slave = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.link = link
        address = link ?? slave
        guard let link, symlink(slave, link) != 0 else { return }
        let cause = errno
        Glibc.close(master)
        throw LinkError(
            .unusable, linkName: link,
            words: "\(link) can't be made (\(LinkError.explain(cause))): give another path, or remove it")
    }

    func isOpenedByHost() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(master, &buffer, buffer.count)
            if count > 0 { continue }
            // Without a host reading gives an error (EIO).
            return count < 0 && (errno == EAGAIN || errno == EINTR)
        }
    }

    func give(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { max(0, write(master, $0.baseAddress, $0.count)) }
    }

    func close() {
        if let link { unlink(link) }
        Glibc.close(master)
    }
}
