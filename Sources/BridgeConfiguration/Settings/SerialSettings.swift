// SPDX-License-Identifier: MIT
/// Where a charger is attached.
public struct SerialSettings: Sendable, Hashable {
    /// The port (`serial.port`).
    public var port: SerialPort
    /// Bits per second (`serial.baudrate`), without meaning for a network port.
    public var baudRate: Int

    /// Creates the settings of a port.
    ///
    /// - Parameters:
    ///   - port: The port.
    ///   - baudRate: Bits per second.
    public init(port: SerialPort, baudRate: Int = 19200) {
        self.port = port
        self.baudRate = baudRate
    }
}

/// A serial port of this machine, or one reached over the network.
public enum SerialPort: Sendable, Hashable, CustomStringConvertible {
    /// A device file, like `/dev/ttyUSB0`.
    case device(path: String)
    /// A serial server that passes bytes as they are, written `tcp://host:port`.
    case network(NetworkAddress)

    /// The port as it is written in the file.
    public var description: String {
        switch self {
        case .device(let path): path
        case .network(let address): "tcp://\(address)"
        }
    }
}
