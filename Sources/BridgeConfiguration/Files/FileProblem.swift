// SPDX-License-Identifier: MIT
/// Why a file can't be used, in words for the user.
public struct FileProblem: Error, Sendable, Hashable {
    /// Words that continue a sentence about the file, like `does not exist`; never its content.
    public let reason: String
    /// The line the problem is in, from 1; nil: the whole file.
    public let line: Int?

    /// What helps someone who may not read a file of the bridge's; continues the sentence.
    public static let forbiddenAdvice = "; use sudo, or run this as the bridge's user"

    /// Creates a problem.
    ///
    /// - Parameters:
    ///   - reason: Words that continue a sentence about the file.
    ///   - line: The line the problem is in, from 1.
    public init(reason: String, line: Int? = nil) {
        self.reason = reason
        self.line = line
    }
}
