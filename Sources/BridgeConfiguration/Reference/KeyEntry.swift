// SPDX-License-Identifier: MIT
/// A row of the table of keys in the documentation, in Markdown.
public struct KeyEntry: Sendable, Hashable {
    /// The dotted paths of one key, or of neighbours that are best explained together.
    public let keys: [String]
    /// What counts where the file does not say it: a value for each key, or one for all of them.
    public let standard: String
    /// What it does, with unit and range.
    public let meaning: String

    /// What stands in the place of a default where there is none.
    public static let needed = "needed"

    init(_ keys: String..., standard: String..., meaning: String) {
        self.keys = keys
        self.standard = Set(standard).count == 1 ? standard[0] : standard.joined(separator: ", ")
        self.meaning = meaning
    }
}

/// Every key of the file; what can be said by the code's own values is said by them.
public enum KeyReference {
    /// The keys of the bridge and of a charger, in the order in which they are best read.
    public static let keys: [KeyEntry] =
        attachment + device + limit + protection + surplus + plugRules + surplusRules + service

    /// The keys of what following the sun needs besides: a grid meter and a plug.
    public static let energyKeys: [KeyEntry] = meter + plug
}
