// SPDX-License-Identifier: MIT
/// Where a charger is: a serial port of this machine, or a TCP server that passes bytes on to one.
public enum LinkAddress: Sendable, Hashable, CustomStringConvertible {
    /// A serial port or pseudo-terminal; symbolic links are followed anew at every opening.
    case serial(path: String, baudRate: Int)
    /// A "raw" TCP server such as ser2net.
    case tcp(host: String, port: Int)

    /// The baud rates that can be set, in bits per second; VE.Direct uses 19200.
    public static let baudRates = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115_200, 230_400]

    /// Reads an address as it stands in a configuration or on a command line.
    ///
    /// - Parameters:
    ///   - text: `tcp://host:port` (an IPv6 address in brackets), else the path of a serial port.
    ///   - baudRate: bits per second, one of `baudRates`; of no meaning over TCP.
    /// - Throws: `LinkError` with `.invalidAddress`.
    public init(_ text: String, baudRate: Int = 19200) throws(LinkError) {
        guard let schemeEnd = text.firstRange(of: "://") else {
            self = try Self.serialPort(text, baudRate: baudRate)
            return
        }
        guard text[..<schemeEnd.lowerBound] == "tcp" else {
            throw Self.invalid(text, "only tcp://host:port and paths such as /dev/ttyUSB0 are known")
        }
        self = try Self.server(String(text[schemeEnd.upperBound...]), of: text)
    }

    /// The address as a user reads it: the path, or `tcp://host:port`.
    public var description: String {
        switch self {
        case .serial(let path, _): path
        case .tcp(let host, let port):
            host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        }
    }
}

extension LinkAddress {
    private static func serialPort(_ path: String, baudRate: Int) throws(LinkError) -> LinkAddress {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw invalid(path, "give the path of a serial port, such as /dev/ttyUSB0")
        }
        try checkBaudRate(baudRate, path: path)
        return .serial(path: path, baudRate: baudRate)
    }

    /// Refuses a baud rate that is not in `baudRates`.
    static func checkBaudRate(_ baudRate: Int, path: String) throws(LinkError) {
        guard !baudRates.contains(baudRate) else { return }
        let rates = baudRates.map(String.init).joined(separator: ", ")
        throw LinkError(
            .invalidAddress, linkName: path,
            words: "\(path) can't be set to \(baudRate) baud: use one of \(rates) (VE.Direct uses 19200)")
    }

    private static func server(_ hostAndPort: String, of text: String) throws(LinkError) -> LinkAddress {
        guard let colon = hostAndPort.lastIndex(of: ":") else {
            throw invalid(text, "the port number is missing: tcp://host:port")
        }
        guard let port = Int(hostAndPort[hostAndPort.index(after: colon)...]), (1...65535).contains(port)
        else {
            throw invalid(text, "the port must be a number from 1 to 65535")
        }
        return .tcp(host: try host(hostAndPort[..<colon], of: text), port: port)
    }

    private static func host(_ written: Substring, of text: String) throws(LinkError) -> String {
        let isBracketed = written.hasPrefix("[") && written.hasSuffix("]")
        let host = isBracketed ? written.dropFirst().dropLast() : written
        guard !host.isEmpty else { throw invalid(text, "the host is missing: tcp://host:port") }
        guard isBracketed || !host.contains(":") else {
            throw invalid(text, "an IPv6 address stands in brackets: tcp://[::1]:port")
        }
        guard !host.contains(where: { "[]/@".contains($0) || $0.isWhitespace || $0 == "\0" }) else {
            throw invalid(text, "the host may only be a name or an address: tcp://host:port")
        }
        return String(host)
    }

    private static func invalid(_ text: String, _ hint: String) -> LinkError {
        LinkError(
            .invalidAddress, linkName: text, words: "“\(text)” is not the address of a charger: \(hint)")
    }
}
