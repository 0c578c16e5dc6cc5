// SPDX-License-Identifier: MIT
/// What a document says about one entity, in Home Assistant's words.
struct Component: Encodable, Hashable, Sendable {
    /// A topic that says `online` or `offline`.
    struct Availability: Encodable, Hashable, Sendable {
        var topic: String
    }

    var availability: [Availability]?
    var commandTopic: String?
    var device: DeviceBlock?
    var deviceClass: String?
    var entityCategory: String?
    var forceUpdate: Bool?
    var icon: String?
    var jsonAttributesTemplate: String?
    var jsonAttributesTopic: String?
    var max: Double?
    var min: Double?
    var mode: String?
    var name: String?
    var options: [String]?
    var origin: OriginBlock?
    var payloadOff: String?
    var payloadOn: String?
    var platform: String
    var qos: Int?
    var retain: Bool?
    var stateClass: String?
    var stateTopic: String?
    var step: Double?
    var suggestedDisplayPrecision: Int?
    var uniqueID: String?
    var unit: String?
    var valueTemplate: String?

    init(platform: String) { self.platform = platform }

    enum CodingKeys: String, CodingKey {
        case availability
        case commandTopic = "command_topic"
        case device
        case deviceClass = "device_class"
        case entityCategory = "entity_category"
        case forceUpdate = "force_update"
        case icon
        case jsonAttributesTemplate = "json_attributes_template"
        case jsonAttributesTopic = "json_attributes_topic"
        case max, min, mode, name, options, origin
        case payloadOff = "payload_off"
        case payloadOn = "payload_on"
        case platform, qos, retain
        case stateClass = "state_class"
        case stateTopic = "state_topic"
        case step
        case suggestedDisplayPrecision = "suggested_display_precision"
        case uniqueID = "unique_id"
        case unit = "unit_of_measurement"
        case valueTemplate = "value_template"
    }
}
