// SPDX-License-Identifier: MIT
/// A power read from a payload.
enum PowerPayload: Hashable {
    /// Watts, if the unit is; finite and believable.
    case power(Double)
    /// The sender says that it has no value.
    case notAvailable(String)
    /// Nothing that counts.
    case fault(PowerFault)

    /// Reads a payload.
    /// - Parameters:
    ///   - bytes: the payload.
    ///   - pointer: the number's place in a JSON document; nil: the payload is the number.
    ///   - factor: what the number is multiplied with.
    init(_ bytes: [UInt8], at pointer: JSONPointer?, factor: Double) {
        do throws(PayloadFault) {
            switch try Payload.value(in: bytes, at: pointer) {
            case .number(let number): self = Self.power(of: number, factor)
            case .text(let text): self = Self.power(of: text, factor)
            case .flag: self = .fault(.notNumber)
            case .null: self = .notAvailable("null")
            }
        } catch {
            self = .fault(.payload(error))
        }
    }

    private static func power(of text: String, _ factor: Double) -> PowerPayload {
        // Home Assistant's and Python's words for a value that is not there.
        let word = text.lowercased()
        if ["unavailable", "unknown", "none", "null"].contains(word) { return .notAvailable(word) }
        guard let number = plainNumber(text) else {
            return .fault(text.first == "{" || text.first == "[" ? .unpointed : .notNumber)
        }
        return power(of: number, factor)
    }

    private static func power(of number: Double, _ factor: Double) -> PowerPayload {
        let watts = number * factor
        return watts.magnitude <= largestPower ? .power(watts) : .fault(.beyondBelief)
    }

    /// Decimal digits with sign, point and exponent, and nothing else that `Double` would take.
    private static func plainNumber(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isPlain, text.utf8.count <= 64, let number = Double(text), !number.isNaN else { return nil }
        return number
    }
}

/// Why a payload is not a power.
enum PowerFault: Hashable {
    case payload(PayloadFault)
    case notNumber
    case unpointed
    case beyondBelief

    /// The reason for people; never the payload itself, which anybody may have sent.
    func words(pointer: JSONPointer?) -> String {
        let place = pointer.map { $0.tokens.isEmpty ? "the JSON document" : "the value at \($0)" } ?? "it"
        switch self {
        case .payload(.tooLong): return "it is longer than \(Payload.longest / 1024) kB"
        case .payload(.notText): return "it is not text (UTF-8)"
        case .payload(.empty): return "it is empty"
        case .payload(.notJSON): return "it is not JSON, or nested too deeply"
        case .payload(.missing): return "it is JSON without a value at \(pointer?.description ?? "")"
        case .payload(.compound): return "\(place) is not a number"
        case .notNumber: return "\(place) is not a number"
        case .unpointed: return "it is JSON; a pointer has to say where the number is"
        case .beyondBelief: return "\(place) is beyond \(Int(largestPower / 1000)) kW: is the unit right?"
        }
    }
}
