// SPDX-License-Identifier: MIT
import BridgeConfiguration
import ByteLink

extension SerialSettings {
    /// Where a link is opened with these settings.
    var linkAddress: LinkAddress {
        switch port {
        case .device(let path): .serial(path: path, baudRate: baudRate)
        case .network(let address): .tcp(host: address.host, port: address.port)
        }
    }
}
