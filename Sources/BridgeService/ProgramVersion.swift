// SPDX-License-Identifier: MIT
internal import CBuildStamp

/// The program's version, the one place where it stands: `Scripts/version` reads it here, the package has it from there.
public enum ProgramVersion {
    /// Semantic version.
    static let number = "0.1.0"

    /// Semantic version with the commit that was built, `0.1.0+1a2b3c4d5`; `0.1.0+development` after a plain `swift build`.
    public static let text = "\(number)+\(String(cString: chargebridge_build_stamp()))"
}
