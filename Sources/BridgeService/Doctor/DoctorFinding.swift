// SPDX-License-Identifier: MIT
/// One thing that was looked at, how it is, and what to do about it.
///
/// Its keys are those of `chargebridge doctor --json`.
public struct DoctorFinding: Sendable, Hashable, Codable {
    /// How it is.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// As it should be.
        case ok
        /// It works, but a human should know.
        case warning
        /// It does not work.
        case problem
        /// It could not be found out.
        case unknown
    }

    /// What was looked at.
    public enum Check: String, Sendable, Hashable, Codable, CaseIterable {
        /// The configuration file.
        case configuration
        /// The port: there, allowed, free.
        case port
        /// What arrives at it.
        case signal
        /// Whether what is sent arrives.
        case requests
        /// Which charger it is.
        case charger
        /// Reaching the broker and being let in.
        case broker
        /// Publishing and retained messages.
        case publishing
        /// The documents for Home Assistant.
        case discovery
        /// Home Assistant's birth message.
        case homeAssistant = "home assistant"
        /// What the grid meter says.
        case meter
        /// How the plug in the charger's mains stands.
        case plug
        /// Year and synchronisation.
        case clock
        /// Room for state and history.
        case disk
        /// The folder of the state files.
        case state
        /// Program, library and system.
        case versions
    }

    /// What was looked at.
    public var check: Check
    /// The charger it is about; nil when about none or all.
    public var charger: String?
    /// How it is.
    public var verdict: Verdict
    /// What was found, in words.
    public var what: String
    /// What to do, in words; nil when there is nothing to do.
    public var remedy: String?

    enum CodingKeys: String, CodingKey {
        case check, charger, verdict, what
        case remedy = "do"
    }

    init(_ check: Check, _ verdict: Verdict, _ what: String, do remedy: String? = nil, charger: String? = nil)
    {
        self.check = check
        self.charger = charger
        self.verdict = verdict
        self.what = what
        self.remedy = remedy
    }

    static func ok(_ check: Check, _ what: String) -> Self { Self(check, .ok, what) }
    static func warning(_ check: Check, _ what: String, do remedy: String) -> Self {
        Self(check, .warning, what, do: remedy)
    }
    static func problem(_ check: Check, _ what: String, do remedy: String) -> Self {
        Self(check, .problem, what, do: remedy)
    }
    static func unknown(_ check: Check, _ what: String, do remedy: String? = nil) -> Self {
        Self(check, .unknown, what, do: remedy)
    }
}

extension [DoctorFinding] {
    /// The same findings, about a charger.
    func about(_ charger: String) -> [DoctorFinding] {
        map { finding in
            var finding = finding
            finding.charger = charger
            return finding
        }
    }
}
