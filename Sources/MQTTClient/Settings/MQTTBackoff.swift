// SPDX-License-Identifier: MIT
/// How long to wait between attempts to reach the broker.
public struct MQTTBackoff: Sendable, Hashable {
    /// The wait after the first failure; doubled after each further one.
    public var initial: Duration
    /// The longest wait between attempts.
    public var maximum: Duration
    /// The wait after a refusal that only a change of settings can heal, such as a wrong password:
    /// slow, because brokers lock out clients that hammer.
    public var afterRefusal: Duration

    /// Waits between attempts.
    ///
    /// - Parameters:
    ///   - initial: the wait after the first failure.
    ///   - maximum: the longest wait between attempts.
    ///   - afterRefusal: the wait after a refusal that only a change of settings can heal.
    public init(
        initial: Duration = .seconds(1), maximum: Duration = .seconds(30),
        afterRefusal: Duration = .seconds(30)
    ) {
        self.initial = initial
        self.maximum = maximum
        self.afterRefusal = afterRefusal
    }

    /// The wait after a number of failures in a row.
    ///
    /// - Parameters:
    ///   - failures: failures in a row, 1 or more.
    ///   - jitter: 0 to 1; takes up to a quarter off, so that many clients of a restarted broker don't
    ///     come back in step.
    /// - Returns: `initial` doubled for each failure after the first, at most `maximum`, less the jitter;
    ///   never under 10 ms.
    public func delay(afterFailures failures: Int, jitter: Double) -> Duration {
        var delay = min(initial, maximum)
        var doublings = failures - 1
        while doublings > 0, delay > .zero, delay < maximum {
            delay = min(delay * 2, maximum)
            doublings -= 1
        }
        return max(delay * (1 - min(max(jitter, 0), 1) / 4), .milliseconds(10))
    }
}
