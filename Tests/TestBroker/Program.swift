import Foundation
import Synchronization

/// A program run for a test, with what it prints.
///
/// It gets its output's pipe and no other descriptor of the test process: a socket that a child keeps
/// open would hide from the far side that the test has closed it.
package final class Program: Sendable {
    package let output = LineFeed()
    private let identifier: pid_t
    private let status = Mutex<Int32?>(nil)
    /// No other program is started while a pipe is open that it could inherit.
    private static let starting = Mutex(())

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: its arguments.
    ///   - environment: variables in place of the test's own; nil: the test's own.
    package init(_ path: String, _ arguments: [String], environment: [String: String]? = nil) throws {
        let (identifier, pipe) = try Self.starting.withLock { _ in
            try Self.spawn(path, arguments, environment)
        }
        self.identifier = identifier
        Thread { [self] in follow(pipe) }.start()
    }

    /// Sends a signal, unless the program has ended.
    package func signal(_ number: Int32) {
        status.withLock { status in
            if status == nil { kill(identifier, number) }
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

    private func follow(_ pipe: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(pipe, &buffer, buffer.count)
            guard count > 0 else { break }
            output.add(buffer[..<count])
        }
        close(pipe)
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

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String]?
    ) throws -> (pid_t, Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TestFailure("no pipe for \(path)") }
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
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var variables =
            (environment ?? ProcessInfo.processInfo.environment).map { strdup("\($0)=\($1)") } + [nil]
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
