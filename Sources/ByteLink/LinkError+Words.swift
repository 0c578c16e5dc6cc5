// SPDX-License-Identifier: MIT
import Glibc

extension LinkError {
    /// The other side closed or the device vanished.
    static func hungUp(_ name: String, cause: String? = nil) -> LinkError {
        LinkError(
            .hungUp, linkName: name,
            words:
                "\(name) hung up\(cause.map { " (\($0))" } ?? ""): check the cable, the adapter or the other side"
        )
    }

    /// The bytes are not being taken.
    static func stuck(_ name: String) -> LinkError {
        LinkError(
            .stuck, linkName: name,
            words:
                "\(name) takes no bytes, \(Link.unsentLimit) are waiting: restart the adapter or the server it goes through"
        )
    }

    /// The link was used after its end.
    static func closed(_ name: String) -> LinkError {
        LinkError(.closed, linkName: name, words: "\(name) was closed; open it again to write to it")
    }

    /// Someone holds the port.
    static func busy(_ name: String, holder: String?) -> LinkError {
        LinkError(
            .busy, linkName: name,
            words:
                "\(name) is in use by \(holder ?? "another program"): stop that first, only one can read a port"
        )
    }

    /// The system's words for an error number.
    static func explain(_ errorNumber: CInt) -> String {
        strerror(errorNumber).map { String(cString: $0) } ?? "error \(errorNumber)"
    }
}
