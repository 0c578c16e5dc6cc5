// SPDX-License-Identifier: MIT
import BridgeConfiguration
import BridgeService
import ChargerControl
import ChargerSimulator
import Foundation
import Testing
import TestBroker

@Suite("The state file")
struct StateFileTests {
    @Test("What was saved is found again")
    func saved() throws {
        try withStateFile { file in
            guard case .nothing = file.load() else {
                Issue.record("there is a state before any was saved")
                return
            }
            var state = KeptState()
            state.wish = Wish(limit: CurrentLimit(deciamperes: 85), source: .mqtt)
            state.totals = Totals(joules: 1.5, coulombs: 2.5)
            try file.save(state)
            guard case .kept(let found) = file.load() else {
                Issue.record("the state is not found again")
                return
            }
            #expect(found == state)
            let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
    }

    @Test("Whoever looks while it is being saved finds the old one or the new one, whole")
    func atomic() async throws {
        try await withFolder { folder in
            let file = StateFolder(path: folder).file(vendor: "victron", name: "itbatchrg")
            var first = KeptState()
            first.requestCount = 1
            try file.save(first)
            try await withThrowingTaskGroup { group in
                group.addTask { @concurrent in
                    for count in 2...300 {
                        var state = KeptState()
                        state.requestCount = count
                        state.handledRetained = Array(repeating: "a payload", count: count)
                        try file.save(state)
                    }
                }
                group.addTask { @concurrent in
                    var last = 0
                    while last < 300 {
                        guard case .kept(let state) = file.load() else {
                            Issue.record("not whole after \(last)")
                            return
                        }
                        #expect(state.requestCount >= last)
                        #expect(state.requestCount == 1 || state.handledRetained.count == state.requestCount)
                        last = state.requestCount
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("A name does not lead out of the folder", arguments: ["../x", "a/b", "..", "", "ü #"])
    func names(name: String) {
        let path = StateFolder(path: "/state").file(vendor: "v", name: name).path
        #expect(URL(fileURLWithPath: path).standardized.deletingLastPathComponent().path == "/state")
    }

    @Test(
        "The folder is the configured one, else systemd's, else the user's",
        arguments: [
            ("/own", ["STATE_DIRECTORY": "/a", "HOME": "/h"], "/own"),
            (nil, ["STATE_DIRECTORY": "/a:/b", "XDG_STATE_HOME": "/x"], "/a"),
            (nil, ["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/chargebridge"),
            (nil, ["HOME": "/h"], "/h/.local/state/chargebridge"), (nil, [:], "/var/lib/chargebridge"),
        ] as [(String?, [String: String], String)])
    func folder(configured: String?, environment: [String: String], path: String) {
        #expect(StateFolder(configured: configured, environment: environment).path == path)
    }

    @Test(
        "A damaged file is said, and the bridge works without it",
        arguments: ["", "{", "null", "[]", "\u{0}\u{1}garbage", #"{"version":1,"charger":12}"#])
    func damaged(content: String) async throws {
        try await withScene { scene in
            let file = StateFolder(path: scene.states).file(vendor: "victron", name: "itbatchrg")
            try FileManager.default.createDirectory(atPath: scene.states, withIntermediateDirectories: true)
            try content.write(toFile: file.path, atomically: true, encoding: .utf8)
            try await scene.withBridge { witness, log in
                let line = try await log.line(containing: file.path)
                #expect(line.hasPrefix("warning"))
                try await scene.ask("12")
                #expect(try await witness.outcome(of: "12.0").in_force == 12)
            }
            guard case .kept(let state) = file.load() else {
                Issue.record("the damaged file was not replaced")
                return
            }
            #expect(state.wish?.limit == CurrentLimit(deciamperes: 120))
        }
    }

    @Test("A folder that can't be written is said once, and the bridge works")
    func notWritable() async throws {
        try await withScene { scene in
            // Not even root can make a folder below a file.
            try "".write(toFile: scene.states, atomically: true, encoding: .utf8)
            try await scene.withBridge { witness, log in
                for limit in ["12.0", "13.0", "14.0"] {
                    try await scene.ask(limit)
                    #expect(try await witness.outcome(of: limit).outcome == "acknowledged")
                }
                let lines = log.lines.filter { $0.contains("can't be saved") }
                #expect(lines.count == 1)
                #expect(lines.first?.contains(scene.states) == true)
            }
        }
    }

    @Test(
        "A file that can't be replaced is said once; requests get through, and later the newest wish is kept")
    func irreplaceable() async throws {
        try await withScene { scene in
            let file = StateFolder(path: scene.states).file(vendor: "victron", name: "itbatchrg")
            try await scene.withBridge { witness, log in
                try await scene.ask("12")
                try await witness.outcome(of: "12.0")
                // A folder in its place can't be removed; a save that is under way has it for a moment.
                while mkdir(file.path + ".new", 0o700) != 0 { await Task.yield() }
                for limit in ["13.0", "14.0"] {
                    try await scene.ask(limit)
                    #expect(try await witness.outcome(of: limit).in_force == Double(limit))
                }
                let line = try await log.line(containing: "can't be saved")
                #expect(
                    line.hasPrefix("warning") && line.contains(file.path) && line.contains("Is a directory"))
                #expect(log.lines.count { $0.contains("can't be saved") } == 1)
                guard case .kept(let old) = file.load() else {
                    Issue.record("the file from before is damaged")
                    return
                }
                #expect((old.wish?.limit).map { [120, 130].contains($0.deciamperes) } == true)
                try FileManager.default.removeItem(atPath: file.path + ".new")
                try await scene.ask("15")
                try await witness.outcome(of: "15.0")
                try await log.line(containing: "the state can be saved again")
            }
            guard case .kept(let state) = file.load() else {
                Issue.record("nothing was saved")
                return
            }
            #expect(state.wish?.limit == CurrentLimit(deciamperes: 150))
        }
    }

    @Test("A link in the new file's place is not followed, and is out of the way afterwards")
    func link() throws {
        try withStateFile { file in
            try file.save(KeptState())
            let other = file.path + ".other"
            try "as it was".write(toFile: other, atomically: true, encoding: .utf8)
            try FileManager.default.createSymbolicLink(
                atPath: file.path + ".new", withDestinationPath: other)
            try file.save(KeptState())
            let text = try String(contentsOfFile: other, encoding: .utf8)
            #expect(text == "as it was")
            guard case .kept = file.load() else {
                Issue.record("nothing was saved")
                return
            }
            #expect(!FileManager.default.fileExists(atPath: file.path + ".new"))
        }
    }

    @Test(
        "What is no regular file is not read, and nobody waits for it", arguments: ["link", "pipe", "folder"])
    func noFile(kind: String) throws {
        try withStateFile { file in
            try file.save(KeptState())
            let other = file.path + ".other"
            try FileManager.default.moveItem(atPath: file.path, toPath: other)
            switch kind {
            case "link": #expect(symlink(other, file.path) == 0)
            case "pipe": #expect(mkfifo(file.path, 0o600) == 0)
            default: #expect(mkdir(file.path, 0o700) == 0)
            }
            guard case .unreadable(let reason) = file.load() else {
                Issue.record("a \(kind) was taken for a state file")
                return
            }
            #expect(reason.contains("is not a state file"))
        }
    }

    @Test("Totals never go backwards, not even across a SIGKILL")
    func totals() async throws {
        try await withScene("IP43 12|50 (3)") { scene in
            let file = try scene.file(scene.plainFile)
            let witness = try await scene.broker.watch("bat_charger/#")
            defer { witness.stop() }
            for _ in 1...3 {
                let position = witness.position
                try await withProgram(
                    ["run", "--config", file], environment: ["STATE_DIRECTORY": scene.states]
                ) {
                    program in
                    let before = witness.texts("charge").compactMap(Double.init).max() ?? 0
                    try await witness.message(from: position, "more charge") {
                        $0.topic == "\(Scene.root)/charge" && Double($0.text).map { $0 > before } == true
                    }
                    try await program.end(by: SIGKILL)
                }
            }
            for topic in ["charge", "energy"] {
                let values = witness.texts(topic).compactMap(Double.init)
                #expect(values == values.sorted(), "\(topic): \(values)")
                #expect(values.count >= 3)
            }
        }
    }

    private func withStateFile(_ body: (StateFile) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/state-test-\(UUID())/deep"
        defer {
            try? FileManager.default.removeItem(
                atPath: URL(fileURLWithPath: folder).deletingLastPathComponent().path)
        }
        try body(StateFolder(path: folder).file(vendor: "victron", name: "itbatchrg"))
    }
}
