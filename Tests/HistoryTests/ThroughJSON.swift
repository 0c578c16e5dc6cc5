// SPDX-License-Identifier: MIT
import Foundation

/// A value written as JSON and read again.
func throughJSON<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}
