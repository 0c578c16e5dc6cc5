// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("The network mode")
struct NetworkModeTests {
    @Test("can be written with one value only, without the bit of a battery management system")
    func writable() {
        #expect(HexRequest.set(.limitsFromHost).encoded == Array(":80E2000051A\n".utf8))
        #expect(HostNetworkMode.limitsFromHost.mode == [.networked, .externalControl])
        #expect(!HostNetworkMode.limitsFromHost.mode.contains(.bms))
    }

    @Test(
        "says whether another device governs the charger",
        arguments: [
            (0x01, false), (0x21, false), (0x05, false), (0x25, false), (0x03, true), (0x09, true),
            (0x41, true), (0x11, true), (0xFF, true),
        ])
    func governed(raw: Int, isGoverned: Bool) {
        #expect(NetworkMode(rawValue: UInt8(raw)).isGovernedByOthers == isGoverned)
    }
}
