// SPDX-License-Identifier: MIT
/// A mode as a person writes it: `surplus`, `full for 2 h`, `full for 20 Ah`, `off until 18:30`.
struct ModeOrder: Sendable, Hashable {
    /// How long it is to last.
    enum Span: Sendable, Hashable {
        case minutes(Int)
        case centiampereHours(Int)
        /// Minutes after midnight, local time.
        case clock(Int)
    }

    var mode: ControlMode
    var span: Span?

    private static let longest = 64
    private static let expected =
        "expected \(ControlMode.allCases.map(\.rawValue).joined(separator: ", ")), "
        + "also with 'for 2 h', 'for 90 min', 'for 20 Ah' or 'until 18:30'"

    /// Reads the payload of a request.
    /// - Throws: ``LimitPayload/Unreadable`` with what is wrong, in words.
    init(_ payload: [UInt8]) throws(LimitPayload.Unreadable) {
        guard payload.count <= Self.longest, payload.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw LimitPayload.Unreadable(
                shown: "\(payload.count) bytes", reason: "this is no mode; \(Self.expected)")
        }
        let text = String(decoding: payload, as: UTF8.self)
        let words = text.lowercased().split { $0 == " " || $0 == "_" }.map(String.init)
        let turn = words.firstIndex { $0 == "for" || $0 == "until" } ?? words.endIndex
        guard let mode = ControlMode(rawValue: words[..<turn].joined(separator: " ")) else {
            throw LimitPayload.Unreadable(shown: text, reason: "'\(text)' is no mode; \(Self.expected)")
        }
        self.mode = mode
        guard turn < words.endIndex else { return }
        let isClock = words[turn] == "until"
        let end = words[(turn + 1)...]
        guard let span = isClock ? Self.clock(end) : try Self.span(end, of: text) else {
            throw LimitPayload.Unreadable(
                shown: text, reason: "'\(text)' has an end that can't be read; \(Self.expected)")
        }
        self.span = span
    }

    /// `2 h`, `90 min`, `20 Ah`: at least one, at most a week or 10 000 Ah.
    private static func span(
        _ words: ArraySlice<String>, of order: String
    ) throws(LimitPayload.Unreadable) -> Span? {
        let text = words.joined()
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number > 0 else { return nil }
        switch text.dropFirst(digits.count) {
        case "h":
            try check(number, atMost: 168, "h", in: order)
            return .minutes(max(1, Int((number * 60).rounded())))
        case "min":
            try check(number, atMost: 10_080, "min", in: order)
            return .minutes(max(1, Int(number.rounded())))
        case "ah":
            try check(number, atMost: 10_000, "Ah", in: order)
            return .centiampereHours(max(1, Int((number * 100).rounded())))
        default: return nil
        }
    }

    private static func check(
        _ number: Double, atMost most: Int, _ unit: String, in order: String
    ) throws(LimitPayload.Unreadable) {
        guard number > Double(most) else { return }
        throw LimitPayload.Unreadable(
            shown: order, reason: "'\(order)' lasts too long: at most \(most) \(unit)")
    }

    /// `18:30`, the next one to come.
    private static func clock(_ words: ArraySlice<String>) -> Span? {
        let parts = words.joined().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isWholeNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return .clock(hour * 60 + minute)
    }

    /// The choice that this order makes now.
    /// - Parameters:
    ///   - now: the time.
    ///   - delivered: what the charger has delivered in all, in hundredths of an ampere-hour.
    ///   - clock: how local time stands to UTC.
    func choice(at now: Moment, delivered: Int, clock: LocalClock) -> ModeChoice {
        switch span {
        case nil: return ModeChoice(mode)
        case .minutes(let minutes):
            return ModeChoice(mode, until: .time(now.advanced(by: .seconds(minutes * 60)).unixMilliseconds))
        case .centiampereHours(let charge):
            let (sum, overflow) = delivered.addingReportingOverflow(charge)
            return ModeChoice(mode, until: .charge(overflow ? .max : sum))
        case .clock(let minute):
            return ModeChoice(mode, until: .time(clock.next(minute, after: now.unixMilliseconds)))
        }
    }
}
