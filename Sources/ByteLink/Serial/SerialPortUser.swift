import CPlatform
import Glibc

/// A process that uses a serial port, as far as this user may see it.
struct SerialPortUser: CustomStringConvertible {
    private let process: pid_t
    private let command: String

    /// `python3 (pid 1234)`, or this program.
    var description: String {
        process == getpid()
            ? "this program itself" : "\(command.isEmpty ? "a program" : command) (pid \(process))"
    }

    /// Who keeps others from opening the port.
    static func holder(of path: String) -> SerialPortUser? {
        find { chargebridge_serial_holder(path, $0, $1) }
    }

    /// Another process that has the port open.
    static func other(of path: String) -> SerialPortUser? {
        find { chargebridge_serial_other_user(path, $0, $1) }
    }

    private static func find(_ search: (UnsafeMutablePointer<CChar>, Int) -> pid_t) -> SerialPortUser? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { name in
            guard let start = name.baseAddress else { return nil }
            let process = search(start, name.count)
            return process > 0 ? SerialPortUser(process: process, command: String(cString: start)) : nil
        }
    }
}
