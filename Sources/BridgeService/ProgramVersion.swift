/// The program's version, the one place where it stands.
public enum ProgramVersion {
    /// Semantic version.
    public static let text = "0.1.0"
}
