// SPDX-License-Identifier: MIT
/// How fast bytes leave the charger.
public enum WirePacing: Sendable, Equatable {
    /// As a serial line does: 10 bits a byte.
    case baud(Int)
    /// At once.
    case immediate

    /// 19200 baud, as every VE.Direct port: 1.92 bytes a millisecond.
    public static let veDirect = WirePacing.baud(19_200)

    /// Time one byte takes.
    var byteTime: Duration {
        switch self {
        case .baud(let rate): .nanoseconds(10_000_000_000 / Int64(min(max(rate, 1), 100_000_000)))
        case .immediate: .zero
        }
    }
}
