// SPDX-License-Identifier: MIT
/// Where user name and password come from: the environment, the file, a file of its own.
struct Credentials {
    static let usernameVariable = "CHARGEBRIDGE_MQTT_USERNAME"
    static let passwordVariable = "CHARGEBRIDGE_MQTT_PASSWORD"

    let environment: [String: String]
    /// The permission bits of the configuration file, nil when it came as text.
    let permissions: Int?
    let secretFile: (String) throws -> String
    /// Why another file that is named can't be read, nil when it can, or when nothing is to be looked at.
    var fileProblem: (String) -> FileProblem? = { _ in nil }

    /// The user name; an empty one is none.
    func username(_ section: Section) -> String? {
        let written = section.field("username").flatMap { credential($0, "a user name") }
        return variable(Self.usernameVariable) ?? written
    }

    /// The password; an empty one is none.
    ///
    /// What the file says is checked even where the environment goes before it.
    func password(_ section: Section, username: String?) -> Secret? {
        let inline = section.field("password")
        let separate = section.field("password_file")
        if inline != nil, let separate { separate.error("give either password or password_file, not both") }
        let written = inline.flatMap { credential($0, "a text") }
        let stored = separate.flatMap { content(of: $0) }
        if let inline, written != nil { warnOfReaders(inline) }
        let password = variable(Self.passwordVariable) ?? stored ?? written
        let name = section.field("username")
        if password != nil, username == nil, name == nil || name?.word == "" {
            warnOfNoUse(section, separate ?? inline)
        }
        return username == nil ? nil : password.map { Secret($0) }
    }

    private func warnOfNoUse(_ section: Section, _ field: Field?) {
        if let field { return field.warn("is not used: there is no mqtt.username") }
        section.warn(
            "password",
            "\(Self.passwordVariable) in the environment is not used: there is no mqtt.username, nor \(Self.usernameVariable)"
        )
    }

    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func credential(_ field: Field, _ expected: String) -> String? {
        guard let text = field.anyText(expected), !text.isEmpty else { return nil }
        return isUsable(text, field) ? text : nil
    }

    /// The messages do not name the file: a password may have been written in the place of its name.
    private func content(of field: Field) -> String? {
        guard let path = field.text("a path") else { return nil }
        do {
            let content = try secretFile(path)
            let text = String(content.reversed().drop(while: \.isNewline).reversed())
            if text.isEmpty { field.error("the file named here is empty: it should hold the password") }
            return !text.isEmpty && isUsable(text, field) ? text : nil
        } catch let problem as FileProblem {
            field.error("the file named here \(problem.reason)")
        } catch {
            field.error("the file named here can't be read")
        }
        return nil
    }

    /// A NUL would cut the text off on its way, and MQTT allows 65535 bytes.
    private func isUsable(_ text: String, _ field: Field) -> Bool {
        let usable = !text.unicodeScalars.contains("\0") && text.utf8.count <= 65535
        if !usable { field.error("is longer than 65535 bytes or holds a NUL character") }
        return usable
    }

    private func warnOfReaders(_ field: Field) {
        guard let permissions, permissions & 0o004 != 0 else { return }
        let bits = String(permissions & 0o777, radix: 8)
        field.warn(
            "every user of this machine can read this file (mode \(bits)): chmod o= \(field.findings.file), "
                + "or move the password to a password_file")
    }
}
