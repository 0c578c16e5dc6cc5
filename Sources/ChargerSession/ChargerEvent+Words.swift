// SPDX-License-Identifier: MIT
import ChargerControl

extension ChargerEvent {
    /// What happened on the wire, for who looks for a fault; nil where it is said elsewhere or all the time.
    var trace: String? {
        switch self {
        case .damaged: "a damaged block or frame arrived"
        case .limitRead(let limit): "the limit in force was read: \(limit)"
        case .limitNotRead(let reason, _): "the limit in force was not read: \(reason)"
        case .volatileRead(let limit): "the limit that lapses was read: \(limit.map { "\($0)" } ?? "none")"
        case .volatileNotRead(let reason, _): "the limit that lapses was not read: \(reason)"
        case .writeRepeated(let id): "write \(id) is sent once more"
        case .writeEnded(let id, let result): "write \(id): \(result.trace)"
        default: nil
        }
    }
}

extension WriteResult {
    fileprivate var trace: String {
        switch self {
        case .confirmed(let limit): "the charger holds \(limit)"
        case .declined(let reason, let limit): "declined: \(reason)" + Self.held(limit)
        case .unanswered(let limit): "no answer" + Self.held(limit)
        case .linkLost(let reason): "the link was lost: \(reason)"
        }
    }

    private static func held(_ limit: CurrentLimit?) -> String { limit.map { "; it holds \($0)" } ?? "" }
}
