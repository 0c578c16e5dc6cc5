// SPDX-License-Identifier: MIT
/// A test's environment that is not as it must be, or something awaited that did not come.
public struct TestFailure: Error, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String

    /// A failure with its words.
    ///
    /// - Parameter description: what is wrong, and what to do.
    public init(_ description: String) { self.description = description }
}

/// The longest a test waits for anything: only ever reached by a test that fails.
public let testPatience = Duration.seconds(60)

/// Runs an operation and gives up when it takes too long.
///
/// - Parameters:
///   - what: what is waited for, for the failure's words.
///   - patience: how long it may take.
///   - operation: has to end when its task is cancelled.
/// - Throws: `TestFailure` when it took too long.
public func patiently<T: Sendable>(
    _ what: String, patience: Duration = testPatience, _ operation: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: patience)
            return nil
        }
        defer { group.cancelAll() }
        guard case .some(.some(let result)) = try await group.next() else {
            throw TestFailure("waited \(patience) in vain for \(what)")
        }
        return result
    }
}
