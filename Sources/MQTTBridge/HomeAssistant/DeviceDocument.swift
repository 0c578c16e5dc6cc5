// SPDX-License-Identifier: MIT
import ChargerControl

/// The device form: one document for all that is known of a charger.
struct DeviceDocument: Encodable, Hashable, Sendable {
    var device: DeviceBlock
    var origin: OriginBlock
    var components: [String: Component]
}

/// The device that the entities belong to.
struct DeviceBlock: Encodable, Hashable, Sendable {
    var identifiers: [String]
    var name: String
    var manufacturer = "Victron"
    var model: String
    var modelID: String?
    var serialNumber: String?
    var softwareVersion: String?

    /// - Parameter isDetailed: whether to use keys that releases before 2024.11 may not know; an unknown key
    ///   here costs the whole document.
    init(charger: DiscoveredCharger, isDetailed: Bool) {
        let identity = charger.identity
        identifiers = [charger.uniqueID]
        name = charger.label.flatMap { $0.isEmpty ? nil : $0 } ?? charger.uniqueID
        model = identity?.model ?? "Blue Smart Charger"
        softwareVersion = identity?.firmware
        guard isDetailed, let identity else { return }
        modelID = "0x" + String(identity.productID, radix: 16, uppercase: true)
        serialNumber = identity.serialNumber
    }

    enum CodingKeys: String, CodingKey {
        case identifiers, name, manufacturer, model
        case modelID = "model_id"
        case serialNumber = "serial_number"
        case softwareVersion = "sw_version"
    }
}

/// The program that announces.
struct OriginBlock: Encodable, Hashable, Sendable {
    var name = "ChargeBridge"
    var softwareVersion: String
    var supportURL: String?

    init(_ origin: DiscoveryOrigin) {
        softwareVersion = origin.version
        supportURL = origin.supportURL
    }

    enum CodingKeys: String, CodingKey {
        case name
        case softwareVersion = "sw_version"
        case supportURL = "support_url"
    }
}
