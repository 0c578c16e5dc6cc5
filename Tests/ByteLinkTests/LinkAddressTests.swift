// SPDX-License-Identifier: MIT
import ByteLink
import Testing

@Suite("An address")
struct LinkAddressTests {
    @Test(
        "is read as it stands in a configuration",
        arguments: [
            ("/dev/ttyUSB0", LinkAddress.serial(path: "/dev/ttyUSB0", baudRate: 19200)),
            ("ttyS1", .serial(path: "ttyS1", baudRate: 19200)),
            ("tcp://ser2net:3333", .tcp(host: "ser2net", port: 3333)),
            ("tcp://192.0.2.7:1", .tcp(host: "192.0.2.7", port: 1)),
            ("tcp://[::1]:65535", .tcp(host: "::1", port: 65535)),
            ("tcp://[fe80::1%eth0]:2000", .tcp(host: "fe80::1%eth0", port: 2000)),
        ])
    func isRead(text: String, address: LinkAddress) throws {
        #expect(try LinkAddress(text) == address)
        #expect(address.description == text)
    }

    @Test("carries its baud rate", arguments: LinkAddress.baudRates)
    func carriesBaudRate(baudRate: Int) throws {
        #expect(try LinkAddress("/dev/x", baudRate: baudRate) == .serial(path: "/dev/x", baudRate: baudRate))
    }

    @Test(
        "that can't be understood is refused with what is wrong",
        arguments: [
            ("", "path"), ("tcp://", "port number is missing"), ("tcp://host", "port number is missing"),
            ("tcp://host:", "1 to 65535"), ("tcp://host:0", "1 to 65535"), ("tcp://host:65536", "1 to 65535"),
            ("tcp://host:99999999999999999999", "1 to 65535"), ("tcp://:80", "host is missing"),
            ("tcp://[]:80", "host is missing"), ("tcp://::1:80", "brackets"),
            ("tcp://a/b:80", "name or an address"),
            ("tcp://user@host:80", "name or an address"), ("udp://host:80", "tcp://host:port"),
            ("/dev/tty\0USB0", "path"),
        ])
    func isRefused(text: String, hint: String) throws {
        let error = #expect(throws: LinkError.self) { try LinkAddress(text) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.words.contains(hint) == true, "\(error?.words ?? "")")
    }

    @Test(
        "with a baud rate that can't be set is refused with those that can",
        arguments: [-1, 0, 300, 19201, .max])
    func baudRateIsRefused(baudRate: Int) throws {
        let error = #expect(throws: LinkError.self) { try LinkAddress("/dev/ttyUSB0", baudRate: baudRate) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.words.contains("19200") == true)
    }
}
