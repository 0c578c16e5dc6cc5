// SPDX-License-Identifier: MIT
import CPlatform
import Glibc
import Logging

/// A serial port that is this program's alone, set to raw 8N1 at its baud rate.
///
/// Its modem lines stay up after closing: an isolated adapter lives on DTR.
struct SerialPort: Sendable {
    let path: String
    private let descriptor: CInt

    /// Opens, claims and sets the port, whatever state it was in.
    static func open(path: String, baudRate: Int, logger: Logger) throws(LinkError) -> SerialPort {
        try LinkAddress.checkBaudRate(baudRate, path: path)
        let descriptor = chargebridge_serial_open(path)
        guard descriptor >= 0 else { throw openingFailed(path, errno) }
        let port = SerialPort(path: path, descriptor: descriptor)
        do throws(LinkError) {
            try port.prepare(baudRate: baudRate)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        port.warnOfOtherUser(logger)
        return port
    }

    /// Another descriptor of this opening, which a child process does not inherit.
    func duplicate() throws(LinkError) -> CInt {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Self.openingFailed(path, errno) }
        return copy
    }

    /// Gives up the claim and closes this descriptor.
    func close() {
        _ = chargebridge_serial_release(descriptor)
        Glibc.close(descriptor)
    }
}

extension SerialPort {
    private func prepare(baudRate: Int) throws(LinkError) {
        guard isatty(descriptor) == 1 else { throw Self.openingFailed(path, ENOTTY) }
        guard chargebridge_serial_claim(descriptor) == 0 else { throw Self.openingFailed(path, errno) }
        guard chargebridge_serial_configure(descriptor, CInt(truncatingIfNeeded: baudRate)) == 0 else {
            let cause = errno
            _ = chargebridge_serial_release(descriptor)
            throw Self.settingFailed(path, baudRate: baudRate, cause)
        }
        // A port without modem lines needs none.
        _ = chargebridge_serial_raise_lines(descriptor)
    }

    /// A program that opened the port earlier and locks nothing would go on taking part of the bytes.
    private func warnOfOtherUser(_ logger: Logger) {
        // A simulator keeps both ends of its pseudo-terminal open and reads only one.
        guard chargebridge_serial_is_pseudo_terminal(descriptor) == 0,
            let user = SerialPortUser.other(of: path)
        else { return }
        logger.warning(
            "\(path) is also open in \(user), which may take bytes away: stop it if data is missing")
    }
}
