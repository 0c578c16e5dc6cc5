// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Testing

@Suite("Network addresses")
struct AddressTests {
    @Test(
        "An address is read as it is written",
        arguments: ["host:1", "192.0.2.1:65535", "[2001:db8::1]:80", "[::]:80"])
    func accepted(text: String) {
        #expect(NetworkAddress(text)?.description == text)
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", ":", "host", "host:", ":80", "host:0", "host:65536", "host:+1", "host:1e1", "::1:80",
            "[host]:80", "a b:1", "[::1:80", "-a:1",
        ])
    func refused(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}
