// SPDX-License-Identifier: MIT
import Glibc

extension SerialPort {
    /// Says in words why a port could not be opened or claimed.
    static func openingFailed(_ path: String, _ cause: CInt) -> LinkError {
        switch cause {
        case EBUSY, EWOULDBLOCK:
            .busy(path, holder: SerialPortUser.holder(of: path)?.description)
        case ENOENT, ENODEV, ENXIO, ENOTDIR:
            LinkError(
                .noSuchPort, linkName: path,
                words: "\(path) is not there: plug the adapter in, or check the name (see /dev/serial/by-id)")
        case EACCES, EPERM:
            LinkError(
                .permissionDenied, linkName: path,
                words:
                    "\(path) may not be opened by this user: add it to the group that owns the port, often dialout"
            )
        case ENOTTY, EISDIR, EINVAL, ELOOP, ETXTBSY, EROFS:
            LinkError(
                .notASerialPort, linkName: path,
                words: "\(path) is not a serial port: give the path of one, such as /dev/ttyUSB0")
        default:
            LinkError(
                .unusable, linkName: path,
                words:
                    "\(path) could not be opened (\(LinkError.explain(cause))): unplug the adapter and plug it in again"
            )
        }
    }

    /// Says in words why a port could not be set.
    static func settingFailed(_ path: String, baudRate: Int, _ cause: CInt) -> LinkError {
        let why = cause == EPROTO ? "the port reports other settings" : LinkError.explain(cause)
        return LinkError(
            .unusable, linkName: path,
            words:
                "\(path) could not be set to \(baudRate) baud, 8N1 (\(why)): try another adapter or baud rate"
        )
    }
}
