// SPDX-License-Identifier: MIT
// A libFuzzer target over what meters and plugs send. Built together with EnergySources, see Fuzz/run.
// A broken property stops the process, which libFuzzer reports with the input that did it.
import ChargerControl
import MQTTClient

/// Called by libFuzzer with every input it makes: its first byte says what it is, the second how it is read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard input.count >= 2 else { return 0 }
    let body = Array(input.dropFirst(2))
    switch input[0] % 4 {
    case 0: meter(body, pointer: pointers[Int(input[1]) % pointers.count])
    case 1: plug(body, pointer: pointers[Int(input[1]) % pointers.count])
    case 2: registers(body, how: input[1])
    default: pointer(body)
    }
    return 0
}

func require(_ holds: Bool, _ property: StaticString) {
    if !holds { fatalError("does not hold: \(property)") }
}

private let pointers = [nil, "", "/value", "/a/0", "/a/0/b", "/", "/m~0n", "/a~1b"].map { $0.map(JSONPointer.init) ?? nil }
private let topic = "meter"

private func at(_ seconds: Int) -> Moment { Moment(uptime: .seconds(seconds), unixMilliseconds: 0) }

/// A payload is a believable power, or says that there is none, or changes nothing and is told once.
private func meter(_ payload: [UInt8], pointer: JSONPointer?) {
    // The pointer is the user's own, and shown as it is; nothing of a payload is.
    let longest = 300 + 2 * (pointer?.description.utf8.count ?? 0)
    var parts = [MQTTMeterSettings.Part(topic: topic, pointer: pointer)]
    parts.append(.init(topic: "other"))
    var meter = MQTTMeter(settings: MQTTMeterSettings(parts: parts, unit: .kilowatts, positive: .intoGrid))
    _ = meter.take(MQTTMessage(topic: "other", payload: "0.25"), at: at(0))
    if pointer == nil { _ = meter.take(MQTTMessage(topic: topic, payload: "0.5"), at: at(1)) }
    let before = meter.reading(at: at(2))
    for repetition in 0..<2 {
        let reports = meter.take(MQTTMessage(topic: topic, payload: payload), at: at(2))
        var isIgnored = false
        for report in reports {
            switch report {
            case .reading(let reading):
                require(reading.watts.isFinite, "a reading is finite")
                require(reading.watts.magnitude <= 2 * largestPower, "a reading is believable")
                require(reading.measured == at(0), "a sum is as old as its oldest part")
            case .trouble(let words): require(words.utf8.count < longest, "a trouble is short")
            case .ignored(let words):
                isIgnored = true
                require(words.utf8.count < longest, "a reason is short")
                require(repetition == 0, "a reason is told once")
                require(meter.reading(at: at(2)) == before, "what is ignored changes nothing")
            }
        }
        require(reports.count <= 2 && !(isIgnored && reports.contains { $0.isReading }), "one payload, one meaning")
    }
    require(meter.reading(at: at(100)) == nil, "everything becomes stale")
    let kept = meter.take(MQTTMessage(topic: topic, payload: payload, retain: true), at: at(200))
    require(!kept.contains { $0.isReading } && meter.reading(at: at(200)) == nil, "a kept value does not count")
}

/// A payload is on or off, or changes nothing and is told once.
private func plug(_ payload: [UInt8], pointer: JSONPointer?) {
    var settings = SmartPlugSettings(commandTopic: "command", stateTopic: topic)
    settings.statePointer = pointer
    settings.availabilityTopic = "there"
    settings.availabilityPointer = pointer
    for topic in [topic, "there"] {
        var plug = SmartPlug(settings: settings)
        for repetition in 0..<2 {
            let before = plug.state
            let reports = plug.take(MQTTMessage(topic: topic, payload: payload), at: at(1))
            require(reports.count <= 1, "one payload, one meaning")
            switch reports.first {
            case .state(let state):
                require(state == plug.state, "the state told is the state")
                require((state.position == .unknown) == (topic == "there"), "a state is on or off")
            case .ignored(let words):
                require(words.utf8.count < 300 && repetition == 0, "a reason is short and told once")
                require(plug.state == before, "what is ignored changes nothing")
            case nil: require(plug.state == before && repetition == 1, "silence changes nothing")
            }
        }
    }
}

/// Registers are a believable power or a trouble in words.
private func registers(_ bytes: [UInt8], how: UInt8) {
    var settings = ModbusMeterSettings(host: "meter")
    settings.type = RegisterType.allCases[Int(how) % RegisterType.allCases.count]
    settings.wordOrder = how & 0x40 == 0 ? .big : .little
    settings.positive = how & 0x80 == 0 ? .fromGrid : .intoGrid
    settings.scale = [1, 0.1, -10, 1e300][Int(how >> 4) & 3]
    let words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    do throws(MeterTrouble) {
        let watts = try RegisterSum(settings: settings).watts(words)
        require(watts.magnitude <= largestPower, "a reading is believable")
        require(words.contains { $0 != 0 }, "nothing but zeros is no reading")
        require(words.count % settings.type.words == 0, "half a value is no reading")
    } catch {
        require(error.words.utf8.count < 300, "a trouble is short")
    }
    settings.registers = words.prefix(16).map { Int($0) }
    guard settings.problem == nil else { return }
    let size = settings.type.words
    let blocks = RegisterBlock.covering(settings.registers, words: size)
    require(blocks.reduce(0) { $0 + $1.count } == settings.registers.count * size, "as many registers as asked for")
    let covered = Set(blocks.flatMap { $0.start..<$0.start + $0.count })
    require(settings.registers.allSatisfy { covered.isSuperset(of: $0..<$0 + size) }, "every register is read")
    require(blocks.allSatisfy { $0.count <= 125 && $0.start + $0.count <= 65536 }, "every request can be made")
}

/// A pointer is one or none; a document is searched with it.
private func pointer(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 10, maxSplits: 1)
    guard let first = parts.first, let pointer = JSONPointer(String(decoding: first, as: UTF8.self)) else { return }
    require(pointer.tokens.isEmpty == pointer.description.isEmpty, "only the empty pointer is the whole document")
    require(written(pointer.tokens) == Array(pointer.description.utf8), "a pointer is its parts")
    guard parts.count == 2 else { return }
    meter(Array(parts[1]), pointer: pointer)
}

private func written(_ tokens: [String]) -> [UInt8] {
    tokens.flatMap { token in
        Array("/".utf8) + token.utf8.flatMap { byte in
            byte == UInt8(ascii: "~") ? Array("~0".utf8) : byte == UInt8(ascii: "/") ? Array("~1".utf8) : [byte]
        }
    }
}

extension GridMeterReport {
    fileprivate var isReading: Bool { if case .reading = self { true } else { false } }
}
