// SPDX-License-Identifier: MIT
import ChargerSession
import VEDirect
import WebDashboard

extension ChargerView {
    /// Reads a register at the charger, for whoever asks.
    func read(_ register: String) async throws(RegisterUnread) -> RegisterShown {
        let address: UInt16
        do {
            address = try RegisterTable.address(register)
        } catch {
            throw .unknown(error.reason)
        }
        let place = RegisterTable.hexadecimal(address)
        switch await live.read(address) {
        case .answered(let answer) where answer.flags.isEmpty: return RegisterShown(answer, of: name)
        case .answered(let answer): throw .declined("the charger says of \(place): \(answer.flags)")
        case .unsupported: throw .declined("the charger does not know the get command")
        case .unanswered:
            throw .unanswered(
                "the charger did not answer; is its mains on, and the adapter's TX wired to its RX?")
        case .notConnected(let reason): throw .unanswered(reason)
        case .busy: throw .unanswered("too many registers are being read at the moment; try again")
        }
    }
}

extension RegisterShown {
    fileprivate init(_ answer: RegisterAnswer, of charger: String) {
        let entry = RegisterTable.entries.first { $0.number == answer.address }
        let bytes = answer.value.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
        let register = answer.register
        let unit = register?.unit.rawValue ?? ""
        var number: Double?
        if case .integer(let raw)? = register?.decode(answer.value),
            let thousandths = register?.thousandths(raw)
        {
            number = Double(thousandths) / 1000
        }
        self.init(
            charger: charger, address: RegisterTable.hexadecimal(answer.address), register: entry?.name,
            title: entry?.title, number: number, unit: unit.isEmpty ? nil : unit,
            text: register?.words(answer.value) ?? bytes, bytes: bytes)
    }
}

extension Register {
    /// What its bytes say, as a person reads it; nil when they are not as the table has them.
    fileprivate func words(_ bytes: [UInt8]) -> String? {
        switch decode(bytes) {
        case .notAvailable?: "not available"
        case .text(let text)?: text
        case .integer(let raw)?: words(raw)
        case .record?, nil: nil
        }
    }

    private func words(_ raw: Int) -> String {
        if let code = UInt8(exactly: raw) {
            switch self {
            case .deviceState: return "\(raw) (\(ChargeState(rawValue: code).text))"
            case .errorCode: return "\(raw) (\(ChargerError(rawValue: code).text))"
            case .lowCurrentMode: return Self.lowCurrentWords[raw].map { "\(raw) (\($0))" } ?? "\(raw)"
            default: break
            }
        }
        if case .bits = format { return "0x" + String(raw, radix: 16, uppercase: true) }
        guard unit != .none, let thousandths = thousandths(raw) else { return "\(raw)" }
        return "\(scale == .one ? "\(raw)" : "\(Double(thousandths) / 1000)") \(unit.rawValue)"
    }

    private static let lowCurrentWords = [0: "off", 1: "on", 2: "night"]
}
