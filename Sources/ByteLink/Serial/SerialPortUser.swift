// SPDX-License-Identifier: MIT
import CPlatform
import Glibc

/// A process that uses a serial port, as far as this user may see it.
public struct SerialPortUser: Sendable, Hashable, CustomStringConvertible {
    /// Its number.
    public let process: Int32
    /// Its name as the system has it, at most 15 characters; empty when it can't be seen.
    public let command: String

    /// `python3 (pid 1234)`, or this program.
    public var description: String {
        process == getpid()
            ? "this program itself" : "\(command.isEmpty ? "a program" : command) (pid \(process))"
    }

    /// Who keeps others from opening the port.
    ///
    /// - Parameter path: the port's path; links are followed.
    public static func holder(of path: String) -> SerialPortUser? {
        find { chargebridge_serial_holder(path, $0, $1) }
    }

    /// Another process that has the port open, whether it keeps others from opening it or not.
    ///
    /// - Parameter path: the port's path; links are followed.
    /// - Returns: nil also for what is no serial port: half the system has /dev/null open.
    public static func other(of path: String) -> SerialPortUser? {
        guard chargebridge_serial_is_no_port(path) != 1 else { return nil }
        return find { chargebridge_serial_other_user(path, $0, $1) }
    }

    private static func find(_ search: (UnsafeMutablePointer<CChar>, Int) -> pid_t) -> SerialPortUser? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { name in
            guard let start = name.baseAddress else { return nil }
            let process = search(start, name.count)
            return process > 0 ? SerialPortUser(process: process, command: String(cString: start)) : nil
        }
    }
}
