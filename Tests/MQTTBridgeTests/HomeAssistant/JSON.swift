// SPDX-License-Identifier: MIT
import Foundation
import MQTTClient

/// A JSON value, as a test looks at it.
enum JSON: Decodable, Hashable {
    case object([String: JSON])
    case list([JSON])
    case text(String)
    case number(Double)
    case flag(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self =
            if value.decodeNil() {
                .null
            } else if let flag = try? value.decode(Bool.self) {
                .flag(flag)
            } else if let number = try? value.decode(Double.self) {
                .number(number)
            } else if let text = try? value.decode(String.self) {
                .text(text)
            } else if let list = try? value.decode([JSON].self) {
                .list(list)
            } else {
                .object(try value.decode([String: JSON].self))
            }
    }

    init?(_ message: MQTTMessage) {
        guard let value = try? JSONDecoder().decode(JSON.self, from: Data(message.payload)) else {
            return nil
        }
        self = value
    }

    subscript(key: String) -> JSON? { object?[key] }

    var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
    var list: [JSON]? { if case .list(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
}
