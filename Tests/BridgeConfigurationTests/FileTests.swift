// SPDX-License-Identifier: MIT
import BridgeConfiguration
import Foundation
import Testing

@Suite("Files on disk")
struct FileTests {
    /// Runs a body with a new directory and removes it.
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    private func write(_ data: Data, to path: String, mode: Int = 0o600) throws {
        try data.write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func load(_ path: String) -> LoadedConfiguration {
        ConfigurationReader.load(path: path, environment: [:], mode: .run)
    }

    @Test("A file that only its owner and group read is taken without a word", arguments: [0o600, 0o640])
    func privateFile(mode: Int) throws {
        try withDirectory { directory in
            let path = directory + "/config.yaml"
            try write(Data(sampleFile.utf8), to: path, mode: mode)
            #expect(load(path).findings == [])
            #expect(load(path).configuration == read(sampleFile).configuration)
        }
    }

    @Test(
        "A password in a file that every user can read is a warning at the password",
        arguments: [0o604, 0o644])
    func readableByOthers(mode: Int) throws {
        try withDirectory { directory in
            let path = directory + "/config.yaml"
            try write(Data(sampleFile.utf8), to: path, mode: mode)
            let loaded = load(path)
            #expect(loaded.configuration != nil)
            #expect(loaded.findings.map(\.severity) == [.warning])
            #expect(loaded.findings.map(\.line) == [8])
            #expect(loaded.findings.allSatisfy { $0.message.contains("chmod o= \(path)") })
            try write(Data(smallestFile.utf8), to: path, mode: mode)
            #expect(load(path).findings == [])
        }
    }

    @Test("A password file is read, and refused when every user can read it")
    func passwordFile() throws {
        try withDirectory { directory in
            let secret = directory + "/password"
            let path = directory + "/config.yaml"
            let yaml = sample("password: \"password\"", "password_file: \(secret)")
            try write(Data(yaml.utf8), to: path, mode: 0o644)
            #expect(load(path).findings.map(\.key) == ["mqtt.password_file"])
            try write(Data("from a file\n".utf8), to: secret, mode: 0o640)
            #expect(load(path).findings == [])
            #expect(load(path).configuration?.mqtt.password == Secret("from a file"))
            try write(Data("from a file\n".utf8), to: secret, mode: 0o644)
            #expect(load(path).configuration == nil)
            #expect(load(path).findings.map { $0.message.contains("every user") } == [true])
        }
    }

    @Test("What can't be read as a file is told with its name")
    func unusableFiles() throws {
        try withDirectory { directory in
            #expect(
                load(directory + "/none").findings.map { $0.message.contains("does not exist") } == [true])
            #expect(load(directory).findings.map { $0.message.contains("is a directory") } == [true])
            let path = directory + "/config.yaml"
            try write(Data("serial:\n  port: \u{FFFD}\n".utf8) + Data([0xFF, 0x0A]), to: path)
            let finding = try #require(load(path).findings.first)
            #expect(
                finding.description
                    == "\(path):3: error: the file is not UTF-8 text: save it in that encoding")
            try write(Data(repeating: 0x23, count: (1 << 20) + 1), to: path)
            #expect(load(path).findings.map { $0.message.contains("larger") } == [true])
            try write(Data(), to: path)
            #expect(load(path).findings.map { $0.message.contains("empty") } == [true])
        }
    }

    @Test("An empty path is told to be one")
    func emptyPath() {
        #expect(
            load("").findings.map(\.description) == ["'': error: the file has an empty path: name it"])
    }

    @Test(
        "A file of mqtt.tls that is not there is an error for check, a warning for run",
        arguments: ["ca: FILE", "certificate: FILE, key: KEY", "certificate: KEY, key: FILE"])
    func tlsFiles(keys: String) throws {
        try withDirectory { directory in
            let key = directory + "/key.pem"
            try write(Data(), to: key)
            let path = directory + "/config.yaml"
            func read(_ file: String, _ mode: ReadingMode) throws -> LoadedConfiguration {
                let files = keys.replacing("FILE", with: file).replacing("KEY", with: key)
                let yaml = sample("port: 1883", "port: 8883\n  tls: { \(files) }")
                try write(Data(yaml.utf8), to: path)
                return ConfigurationReader.load(path: path, environment: [:], mode: mode)
            }
            #expect(try read(key, .check).findings == [])
            let checked = try read(directory + "/nope.pem", .check)
            #expect(checked.findings.map(\.message) == ["the file named here does not exist"])
            #expect(checked.findings.map(\.line) == [7] && checked.configuration == nil)
            let run = try read(directory + "/nope.pem", .run)
            #expect(run.findings.map(\.severity) == [.warning] && run.configuration != nil)
        }
    }

    @Test(
        "A file this user may not read, or not reach, is told so with what to do",
        .enabled(if: geteuid() != 0, "root reads everything"))
    func forbiddenFile() throws {
        try withDirectory { directory in
            let path = directory + "/config.yaml"
            try write(Data(sampleFile.utf8), to: path, mode: 0o000)
            #expect(load(path).findings.map { $0.message.contains("may not read it; use sudo") } == [true])
            chmod(directory, 0o600)
            defer { chmod(directory, 0o700) }
            #expect(load(path).findings.map { $0.message.contains("may not enter") } == [true])
        }
    }
}
