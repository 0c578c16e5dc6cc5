// SPDX-License-Identifier: MIT
import Glibc

/// A non-blocking file descriptor.
struct Descriptor: Sendable {
    let number: CInt

    /// What a read brought.
    enum Arrival {
        case bytes([UInt8])
        case nothing
        case hangUp
    }

    /// The system's words for its last error.
    static var lastError: String { String(cString: strerror(errno)) }

    /// Reads what is there.
    func read() -> Arrival {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1024) { buffer, initialized in
            count = Glibc.read(number, buffer.baseAddress, buffer.count)
            initialized = max(count, 0)
        }
        if count > 0 { return .bytes(bytes) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .hangUp
    }

    func close() { _ = Glibc.close(number) }
}
