// SPDX-License-Identifier: MIT
import Foundation
import Glibc
import Synchronization

/// A program run for a test, with what it prints.
///
/// It gets its output's pipe and no other descriptor of the test process: a socket that a child keeps
/// open would hide from the far side that the test has closed it.
package final class Program: Sendable {
    package let output = LineFeed()
    /// Its number among the processes.
    package let identifier: Int32
    private let pipe: Int32
    private let status = Mutex<Int32?>(nil)
    /// No other program is started while a pipe is open that it could inherit.
    private static let starting = Mutex(())

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: its arguments.
    ///   - environment: variables in place of the test's own; nil: the test's own.
    ///   - asJournal: whether its output is made known to it as the journal's.
    package init(
        _ path: String, _ arguments: [String], environment: [String: String]? = nil, asJournal: Bool = false
    ) throws {
        let environment = environment ?? ProcessInfo.processInfo.environment
        (identifier, pipe) = try Self.starting.withLock { _ in
            try Self.spawn(path, arguments, environment, asJournal)
        }
        Thread { [self] in follow() }.start()
    }

    /// Sends a signal, unless the program has ended.
    package func signal(_ number: Int32) {
        status.withLock { status in
            if status == nil { kill(identifier, number) }
        }
    }

    /// Reads no more of what it prints: soon it writes to nobody.
    ///
    /// The pipe's number stays taken. Were it closed here, the reading thread would go on with whatever another
    /// test opens under that number.
    package func stopReading() {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        Self.starting.withLock { _ in
            dup2(nothing, pipe)
            _ = fcntl(pipe, F_SETFD, FD_CLOEXEC)
        }
    }

    /// Waits for the program's end.
    ///
    /// - Returns: its exit status, or 128 and the signal that ended it.
    @discardableResult
    package func end() async throws -> Int32 {
        _ = try await output.first { _ in false }
        return status.withLock { $0 ?? 0 }
    }

    /// Leaves the program no file descriptor to open anything with.
    func leaveNoDescriptor() async throws {
        let folder = "/proc/\(identifier)/fd"
        let used = Set(try FileManager.default.contentsOfDirectory(atPath: folder).compactMap(Int.init))
        try await limitDescriptors((0...used.count).first { !used.contains($0) } ?? 0)
    }

    /// Ends what `leaveNoDescriptor` did.
    func allowDescriptors() async throws { try await limitDescriptors(1024) }

    private func limitDescriptors(_ number: Int) async throws {
        let path = try Program.path(of: "prlimit", package: "util-linux")
        _ = try await Program.run(path, ["--pid", "\(identifier)", "--nofile=\(number):"])
    }

    private func follow() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(pipe, &buffer, buffer.count)
            guard count > 0 else { break }
            output.add(buffer[..<count])
        }
        // Waits without reaping first, so that the number is nobody else's while a signal may be sent.
        var info = siginfo_t()
        waitid(P_PID, id_t(identifier), &info, WEXITED | WNOWAIT)
        status.withLock { status in
            var code: Int32 = 0
            waitpid(identifier, &code, 0)
            let signal = code & 0x7F
            status = signal == 0 ? (code >> 8) & 0xFF : 128 + signal
        }
        output.end()
    }

    deinit { close(pipe) }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String], _ asJournal: Bool
    ) throws -> (pid_t, Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw TestFailure("no pipe for \(path)") }
        defer { close(ends[1]) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        // Closing what is not open is no error here (glibc, sysdeps/unix/sysv/linux/spawni.c).
        for descriptor in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var environment = environment
        if asJournal {
            var status = stat()
            fstat(ends[1], &status)
            environment["JOURNAL_STREAM"] = "\(status.st_dev):\(status.st_ino)"
        }
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for variable in variables { free(variable) } }
        var identifier: pid_t = 0
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of Swift's pool block most signals, and a child inherits that: no SIGTERM would reach it.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let error = posix_spawn(&identifier, path, &actions, &attributes, &words, &variables)
        guard error == 0 else {
            close(ends[0])
            throw TestFailure("\(path) can't be started: \(String(cString: strerror(error)))")
        }
        return (identifier, ends[0])
    }
}

extension Program {
    /// Runs a program to its end.
    ///
    /// - Returns: the lines that it printed.
    /// - Throws: `TestFailure` with the program's own words when it failed.
    package static func run(_ path: String, _ arguments: [String]) async throws -> [String] {
        let program = try Program(path, arguments)
        let status = try await patiently("\(path) to end") { try await program.end() }
        guard status == 0 else {
            throw TestFailure("\(path) failed (\(status)): \(program.output.lines.joined(separator: "; "))")
        }
        return program.output.lines
    }

    /// Where a program is.
    ///
    /// - Throws: `TestFailure` naming the Debian package that has it.
    package static func path(of name: String, package: String) throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(
            String.init)
        for folder in ["/usr/sbin", "/usr/local/sbin"] + folders {
            let path = folder + "/" + name
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw TestFailure("\(name) is not installed: apt-get install \(package)")
    }
}
