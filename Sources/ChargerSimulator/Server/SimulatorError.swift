// SPDX-License-Identifier: MIT
/// Why a simulated charger can't be offered.
public struct SimulatorError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What can go wrong; more may come.
    public struct Code: Sendable, Equatable {
        let name: String

        /// The system gave no pseudo-terminal.
        public static let noPseudoTerminal = Code(name: "noPseudoTerminal")
        /// The link to the pseudo-terminal can't be made where it was wanted.
        public static let linkNotMade = Code(name: "linkNotMade")
        /// The TCP port can't be listened on.
        public static let portNotOpened = Code(name: "portNotOpened")
    }

    /// What went wrong.
    public let code: Code
    /// What failed, where, and what to do.
    public let description: String

    init(_ code: Code, _ words: String) {
        self.code = code
        self.description = words
    }
}
