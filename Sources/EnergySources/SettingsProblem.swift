// SPDX-License-Identifier: MIT
/// Why settings of a meter or a plug can't work.
public struct SettingsProblem: Sendable, Hashable {
    /// Which of them it is about, by their names in the configuration file, the most telling first.
    public let keys: [String]
    /// What is wrong, in words.
    public let words: String

    init(_ keys: String..., words: String) { self.init(keys, words: words) }

    init(_ keys: [String], words: String) { (self.keys, self.words) = (keys, words) }
}
