// SPDX-License-Identifier: MIT
internal import EnergySources

extension PlugSettings {
    init?(reading section: Section) {
        let command = section.required("command_topic", "where the plug takes commands")
            .flatMap { MQTTMeterSettings.topic($0) }
        let state = section.required("state_topic", "where the plug says whether it is on")
            .flatMap { MQTTMeterSettings.topic($0) }
        self.init(commandTopic: command ?? "", stateTopic: state ?? "")
        statePointer = section.field("state_pointer").flatMap { MQTTMeterSettings.pointer($0) }
        payloadOn = section.field("payload_on")?.text("a payload") ?? payloadOn
        payloadOff = section.field("payload_off")?.text("a payload") ?? payloadOff
        stateOn = section.field("state_on")?.text("a payload")
        stateOff = section.field("state_off")?.text("a payload")
        availabilityTopic = section.field("availability_topic").flatMap { MQTTMeterSettings.topic($0) }
        availabilityPointer = section.field("availability_pointer").flatMap { MQTTMeterSettings.pointer($0) }
        retains = section.field("retain")?.boolean() ?? retains
        queryTopic = section.field("query_topic").flatMap { MQTTMeterSettings.topic($0) }
        queryPayload = section.field("query_payload")?.anyText() ?? queryPayload
        readRules(section)
        if command == nil || state == nil { return nil }
        section.report(SmartPlugSettings(self).problem)
    }

    private mutating func readRules(_ section: Section) {
        enableWatts = section.field("enable_power")?.number(in: Allowed.enablePower, "watts")
        disableWatts = section.field("disable_power")?.number(in: Allowed.disablePower, "watts")
        enableDelay = section.field("enable_delay")?.seconds(in: Allowed.plugTime) ?? enableDelay
        disableDelay = section.field("disable_delay")?.seconds(in: Allowed.plugTime) ?? disableDelay
        minimumOn = section.field("min_on")?.seconds(in: Allowed.plugTime) ?? minimumOn
        minimumOff = section.field("min_off")?.seconds(in: Allowed.plugTime) ?? minimumOff
        dailySwitchings =
            section.field("daily_switchings")?.integer(in: Allowed.dailySwitchings) ?? dailySwitchings
        if let enableWatts, let disableWatts, disableWatts > enableWatts {
            section.field("disable_power")?.error(
                "is above enable_power (\(enableWatts) W): the plug would go on and off again")
        }
    }
}
