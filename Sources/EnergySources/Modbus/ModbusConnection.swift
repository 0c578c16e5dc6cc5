// SPDX-License-Identifier: MIT
internal import CModbus
internal import Glibc

/// A TCP connection to a Modbus device; lives on the meter's thread.
///
/// After any error it is of no use: an answer that comes late would be taken for the next one's. Only a device
/// that says no has answered.
final class ModbusConnection {
    private let handle: OpaquePointer
    private let socket: Int32
    private let settings: ModbusMeterSettings
    private let stop: MeterStop

    /// Takes over a connected socket.
    /// - Throws: `MeterTrouble` when there is no memory or no descriptor for it, or no such unit; the socket
    ///   is closed.
    init(socket: Int32, settings: ModbusMeterSettings, stop: MeterStop) throws(MeterTrouble) {
        // The library waits with select, which knows no higher ones.
        guard socket < Int32(FD_SETSIZE), let handle = modbus_new_tcp_pi("127.0.0.1", "502") else {
            close(socket)
            throw MeterTrouble(
                words: "no connection to the meter: too many files are open, or memory is short")
        }
        // Left unset, the library would ask another unit.
        guard modbus_set_slave(handle, Int32(clamping: settings.unit)) == 0 else {
            modbus_free(handle)
            close(socket)
            throw MeterTrouble(words: "a meter can't be asked as unit \(settings.unit)")
        }
        (self.handle, self.socket, self.settings, self.stop) = (handle, socket, settings, stop)
        modbus_set_socket(handle, socket)
        modbus_set_error_recovery(handle, MODBUS_ERROR_RECOVERY_NONE)
        let (seconds, attoseconds) = settings.timeout.components
        modbus_set_response_timeout(
            handle, UInt32(clamping: seconds), UInt32(clamping: attoseconds / 1_000_000_000_000))
        // Without a limit of its own for each byte the one for the response holds for all of it, so that a
        // device that sends a byte now and then does not hold the thread.
        modbus_set_byte_timeout(handle, 0, 0)
        stop.watch(socket)
    }

    deinit {
        stop.unwatch()
        modbus_free(handle)
        close(socket)
    }

    /// Whether bytes nobody asked for have come, or the far side has closed: both before a question is asked.
    var isSpent: Bool {
        var poll = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) != 0
    }

    /// Reads registers.
    /// - Throws: `ReadError`.
    func read(_ block: RegisterBlock) throws(ReadError) -> [UInt16] {
        var registers = [UInt16](repeating: 0, count: block.count)
        let read = settings.kind == .input ? modbus_read_input_registers : modbus_read_registers
        errno = 0
        let count = read(handle, Int32(clamping: block.start), Int32(clamping: block.count), &registers)
        guard count == Int32(clamping: block.count) else { throw ReadError(code: errno, block: block) }
        return registers
    }
}

/// A question without the answer that was hoped for.
struct ReadError: Error {
    let code: Int32
    let block: RegisterBlock

    /// The device's own no (Modbus Application Protocol 1.1b3, section 7); nil when there was no proper answer.
    var exception: Int32? {
        let number = code &- MODBUS_ENOBASE
        return (1..<Int32(clamping: MODBUS_EXCEPTION_MAX)).contains(number) ? number : nil
    }
}
