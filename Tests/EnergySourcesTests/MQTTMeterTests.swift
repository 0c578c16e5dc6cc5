// SPDX-License-Identifier: MIT
import ChargerControl
import EnergySources
import MQTTClient
import Testing

@Suite("A meter over MQTT")
struct MQTTMeterTests {
    @Test(
        "A payload is a power",
        arguments: [
            ("123", nil), (" 123.0\n", nil), ("+123", nil), ("1.23e2", nil), ("123", ""), ("\"123\"", ""),
            (#"{"value": 123}"#, "/value"), (#"{"value": "123.0"}"#, "/value"),
            (#"{"em": [{"act_power": 123.0}]}"#, "/em/0/act_power"),
        ] as [(String, String?)])
    func payload(text: String, pointer: String?) {
        var meter = Self.meter(pointer: pointer)
        let reports = meter.take(MQTTMessage(topic: "meter", payload: text), at: at(5))
        #expect(reports == [.reading(GridMeterReading(watts: 123, measured: at(5)))])
        #expect(meter.trouble(at: at(5)) == nil)
    }

    @Test(
        "Unit and sign are the meter's",
        arguments: [
            (PowerUnit.watts, PositiveDirection.fromGrid, -1500.0), (.watts, .intoGrid, 1500),
            (.kilowatts, .fromGrid, -1_500_000), (.kilowatts, .intoGrid, 1_500_000),
        ])
    func unitAndSign(unit: PowerUnit, positive: PositiveDirection, watts: Double) {
        let settings = MQTTMeterSettings(
            parts: [.init(topic: "meter")], unit: unit, positive: positive)
        var meter = MQTTMeter(settings: settings)
        let payload = unit == .watts ? "-1500" : "-1.5"
        _ = meter.take(MQTTMessage(topic: "meter", payload: payload), at: at(0))
        // More than a megawatt is no grid connection's power.
        let expected = unit == .watts ? watts : watts / 1000
        #expect(meter.reading(at: at(0))?.watts == expected)
    }

    @Test(
        "What is no power changes nothing and is told once",
        arguments: [
            ("", nil), ("   ", nil), ("-", nil), ("+", nil), (".", nil), ("e", nil), ("1e999", nil),
            ("-1e999", nil),
            ("nan", nil), ("NaN", nil), ("inf", nil), ("Infinity", nil), ("0x10", nil), ("1,5", nil),
            ("1 2", nil),
            ("12 W", nil), ("1_000", nil), ("١٢", nil), (#"{"value": 1}"#, nil), ("true", nil),
            ("1000001", nil),
            (String(repeating: "9", count: 400), nil), (String(repeating: " ", count: 70_000) + "1", nil),
            ("{\"value\": 1e999}", "/value"), ("{\"value\": NaN}", "/value"), ("{\"value\": -}", "/value"),
            ("{\"value\": true}", "/value"), ("{\"value\": {}}", "/value"), ("{\"value\": []}", "/value"),
            ("{\"value\": \"\"}", "/value"), ("{\"value\": \"x\"}", "/value"), ("{\"value\": 1", "/value"),
            ("{\"value\": \(String(repeating: "9", count: 400))}", "/value"), ("{}", "/value"),
            ("5", "/value"),
            ("{\"value\": 1} {\"value\": 2}", "/value"), ("null", "/value"), ("[1]", "/value"),
            ("{", "/value"),
            (String(repeating: "[", count: 60_000), "/value"),
            (
                String(repeating: "{\"value\":", count: 7_000) + "1" + String(repeating: "}", count: 7_000),
                "/value"
            ),
            (String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000), "/0"),
        ] as [(String, String?)])
    func hostile(text: String, pointer: String?) {
        expectIgnored(Array(text.utf8), pointer)
    }

    @Test(
        "What is not text changes nothing and is told once",
        arguments: [
            [0xFF], [0xC3, 0x28], [0x31, 0x00], [0x00, 0x31], [0xFE, 0xFF, 0x00, 0x31], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], Array(repeating: 0, count: 100),
        ] as [[UInt8]])
    func binary(payload: [UInt8]) {
        expectIgnored(payload, nil)
        expectIgnored(payload, "/value")
    }

    private func expectIgnored(_ payload: [UInt8], _ pointer: String?) {
        var meter = Self.meter(pointer: pointer)
        let good = pointer == nil ? "7" : #"{"value": 7, "0": 7}"#
        _ = meter.take(MQTTMessage(topic: "meter", payload: good), at: at(0))
        #expect(meter.reading(at: at(0))?.watts == 7)
        let first = meter.take(MQTTMessage(topic: "meter", payload: payload), at: at(1))
        guard case .ignored(let words)? = first.first, first.count == 1 else {
            Issue.record("told \(first)")
            return
        }
        #expect(words.utf8.count < 300)
        #expect(words.contains("meter"))
        #expect(meter.take(MQTTMessage(topic: "meter", payload: payload), at: at(2)) == [])
        #expect(meter.reading(at: at(2)) == GridMeterReading(watts: 7, measured: at(0)))
        // A good value in between does not make the same fault news.
        _ = meter.take(MQTTMessage(topic: "meter", payload: good), at: at(3))
        #expect(meter.take(MQTTMessage(topic: "meter", payload: payload), at: at(4)) == [])
        // An hour later it is told again.
        #expect(meter.take(MQTTMessage(topic: "meter", payload: payload), at: at(3700)).first == first.first)
    }

    @Test("A kept value does not count, and that is said")
    func retained() {
        var meter = Self.meter()
        let reports = meter.take(MQTTMessage(topic: "meter", payload: "5", retain: true), at: at(0))
        guard case .ignored(let words)? = reports.first else {
            Issue.record("told \(reports)")
            return
        }
        #expect(words.contains("retained"))
        #expect(meter.reading(at: at(0)) == nil)
        #expect(meter.take(MQTTMessage(topic: "meter", payload: "6"), at: at(1)).count == 1)
        #expect(meter.take(MQTTMessage(topic: "meter", payload: "5", retain: true), at: at(2)) == [])
        #expect(meter.reading(at: at(2))?.watts == 6)
    }

    @Test("Phases add up once all are there, and the sum is as old as the oldest")
    func phases() {
        var meter = Self.phaseMeter()
        #expect(meter.filters == ["a", "b", "c"])
        #expect(
            meter.take(MQTTMessage(topic: "a", payload: "100"), at: at(0)) == [.trouble(Self.nothing("b"))])
        #expect(
            meter.take(MQTTMessage(topic: "b", payload: "20"), at: at(1)) == [.trouble(Self.nothing("c"))])
        #expect(
            meter.take(MQTTMessage(topic: "c", payload: "-3"), at: at(2))
                == [.reading(GridMeterReading(watts: 117, measured: at(0)))])
        #expect(
            meter.take(MQTTMessage(topic: "a", payload: "200"), at: at(10))
                == [.reading(GridMeterReading(watts: 217, measured: at(1)))])
        #expect(meter.take(MQTTMessage(topic: "other", payload: "1"), at: at(11)) == [])
        // b falls silent; a and c go on.
        _ = meter.take(MQTTMessage(topic: "c", payload: "0"), at: at(61))
        #expect(meter.reading(at: at(61)) == GridMeterReading(watts: 220, measured: at(1)))
        let stale = GridMeterReport.trouble("no value from the meter on b for 60 s")
        #expect(meter.take(MQTTMessage(topic: "c", payload: "0"), at: at(61.5)) == [stale])
        #expect(meter.take(MQTTMessage(topic: "a", payload: "0"), at: at(62)) == [])
        #expect(meter.check(at: at(63)) == nil)
        #expect(
            meter.take(MQTTMessage(topic: "b", payload: "5"), at: at(64))
                == [.reading(GridMeterReading(watts: 5, measured: at(61.5)))])
    }

    @Test("A value becomes stale after its time, and that is said once")
    func stale() {
        var meter = Self.meter()
        #expect(meter.check(at: at(0)) == .trouble("no value from the meter yet on meter"))
        #expect(meter.check(at: at(1)) == nil)
        _ = meter.take(MQTTMessage(topic: "meter", payload: "5"), at: at(2))
        #expect(meter.check(at: at(62)) == nil)
        #expect(meter.reading(at: at(62))?.isFresh(at: at(62), staleAfter: .seconds(60)) == true)
        #expect(meter.check(at: at(62.1)) == .trouble("no value from the meter on meter for 60 s"))
        #expect(meter.check(at: at(70)) == nil)
        #expect(meter.reading(at: at(62.1)) == nil)
        _ = meter.take(MQTTMessage(topic: "meter", payload: "5"), at: at(80))
        #expect(meter.reading(at: at(81))?.age(at: at(81)) == .seconds(1))
        #expect(meter.check(at: at(150)) == .trouble("no value from the meter on meter for 60 s"))
    }

    @Test(
        "Null and Home Assistant's words mean that there is no value",
        arguments: [
            (#"{"value": null}"#, "/value", "null"), ("unavailable", nil, "unavailable"),
            ("Unknown", nil, "unknown"),
            ("None", nil, "none"),
        ] as [(String, String?, String)])
    func notAvailable(text: String, pointer: String?, word: String) {
        var meter = Self.meter(pointer: pointer)
        _ = meter.take(MQTTMessage(topic: "meter", payload: #"{"value": 7}"#), at: at(0))
        let reports = meter.take(MQTTMessage(topic: "meter", payload: text), at: at(1))
        guard case .trouble(let words)? = reports.last else {
            Issue.record("told \(reports)")
            return
        }
        #expect(words.contains("no value on meter") && words.hasSuffix("it says \(word)"))
        #expect(meter.reading(at: at(1)) == nil)
        #expect(meter.take(MQTTMessage(topic: "meter", payload: text), at: at(2)) == [])
    }

    @Test("One message can carry all phases")
    func severalPointers() {
        let parts = ["a", "b", "c"].map {
            MQTTMeterSettings.Part(topic: "em", pointer: JSONPointer("/\($0)_act_power"))
        }
        var meter = MQTTMeter(settings: MQTTMeterSettings(parts: parts))
        let payload =
            #"{"id":0,"a_act_power":10.5,"b_act_power":-20,"c_act_power":30,"total_act_power":20.5}"#
        #expect(meter.filters == ["em"])
        #expect(
            meter.take(MQTTMessage(topic: "em", payload: payload), at: at(0))
                == [.reading(GridMeterReading(watts: 20.5, measured: at(0)))])
    }

    @Test("A meter that wants to be asked is")
    func keepalive() {
        let settings = MQTTMeterSettings(parts: [.init(topic: "meter")], keepaliveTopic: "R/1/keepalive")
        #expect(MQTTMeter(settings: settings).keepalive == MQTTMessage(topic: "R/1/keepalive", payload: ""))
        #expect(MQTTMeter(settings: MQTTMeterSettings(parts: [.init(topic: "m")])).keepalive == nil)
    }

    @Test(
        "Settings that can't work are found",
        arguments: [
            ([], "1 to 16 topics"), (["a/+/b"], "wildcard +"), (["a/#"], "wildcard #"), ([""], "empty"),
            (["a", "a"], "twice"), (["a\u{0}b"], "NUL"), ([String(repeating: "x", count: 1001)], "1000"),
            (Array(repeating: "a", count: 17), "1 to 16"),
        ])
    func problems(topics: [String], words: String) {
        let settings = MQTTMeterSettings(parts: topics.map { .init(topic: $0) })
        #expect(settings.problem?.words.contains(words) == true)
        #expect(MQTTMeterSettings(parts: [.init(topic: "a"), .init(topic: "b")]).problem == nil)
        #expect(MQTTMeterSettings(parts: [.init(topic: "a")], staleAfter: .zero).problem != nil)
        #expect(MQTTMeterSettings(parts: [.init(topic: "a")], keepaliveTopic: "b/#").problem != nil)
    }

    private static func nothing(_ topic: String) -> String { "no value from the meter yet on \(topic)" }

    private static func meter(pointer: String? = nil) -> MQTTMeter {
        let pointer = pointer.flatMap { JSONPointer($0) }
        return MQTTMeter(settings: MQTTMeterSettings(parts: [.init(topic: "meter", pointer: pointer)]))
    }

    private static func phaseMeter() -> MQTTMeter {
        MQTTMeter(settings: MQTTMeterSettings(parts: ["a", "b", "c"].map { .init(topic: $0) }))
    }
}
