// SPDX-License-Identifier: MIT
import EnergySources
import MQTTClient
import Testing

@Suite("JSON pointers")
struct JSONPointerTests {
    /// The document of RFC 6901, section 5.
    private static let document = #"""
        {"foo": [11, 12], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
         "deep": {"list": [[1, 2], {"": {"01": 9, "-": 10}}], "ü": 13, "e\u0301": 14}}
        """#

    @Test(
        "A pointer finds its value",
        arguments: [
            ("/foo/0", 11), ("/foo/1", 12), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
            (#"/i\j"#, 5), (#"/k"l"#, 6), ("/ ", 7), ("/m~0n", 8), ("/deep/list/0/1", 2),
            ("/deep/list/1//01", 9), ("/deep/list/1//-", 10), ("/deep/ü", 13), ("/deep/e\u{301}", 14),
        ] as [(String, Double)])
    func finds(text: String, value: Double) {
        #expect(Self.watts(Self.document, text) == value)
    }

    @Test(
        "A pointer to nothing finds nothing",
        arguments: [
            "/bar", "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/-1", "/foo/", "/foo/0/0",
            "/foo",
            "/foo/99999999999999999999", "/deep/list/1/2", "/A~1b", "", "/m~0n/", "/deep/list/٠",
        ])
    func missing(text: String) {
        #expect(Self.watts(Self.document, text) == nil)
    }

    @Test("An empty pointer is the whole document", arguments: ["17", " 17 ", "\"17\"", "1.7e1"])
    func whole(payload: String) {
        #expect(Self.watts(payload, "") == 17)
    }

    @Test(
        "What is no pointer is refused", arguments: ["value", "a/b", "/a~", "/a~2", "/~", "#/a", " /a", "~0"])
    func malformed(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test("A pointer is shown as it was written", arguments: ["", "/", "/a~1b/~0"])
    func shown(text: String) {
        #expect(JSONPointer(text)?.description == text)
    }

    private static func watts(_ payload: String, _ pointer: String) -> Double? {
        let part = MQTTMeterSettings.Part(topic: "meter", pointer: JSONPointer(pointer))
        var meter = MQTTMeter(settings: MQTTMeterSettings(parts: [part]))
        _ = meter.take(MQTTMessage(topic: "meter", payload: payload), at: at(0))
        return meter.reading(at: at(0))?.watts
    }
}
