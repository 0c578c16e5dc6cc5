// SPDX-License-Identifier: MIT
import Glibc

/// Another process that holds a port by its lock: flock(1) around a `cat`.
struct Holder {
    let process: pid_t
    private let input: UnsafeMutablePointer<FILE>

    /// Returns once the lock is held; throws when someone else holds it.
    init(locking path: String) throws {
        let (childInput, input) = try Self.makePipe()
        let (output, childOutput) = try Self.makePipe()
        guard let input = fdopen(input, "w"), let output = fdopen(output, "r") else {
            throw Failure("no stream")
        }
        self.input = input
        process = try Self.spawn(
            ["flock", "--exclusive", "--nonblock", path, "sh", "-c", "echo held; exec cat"],
            input: childInput, output: childOutput)
        close(childInput)
        close(childOutput)
        // Ends without a line when flock refuses.
        let isHeld = fgetc(output) != EOF
        fclose(output)
        guard isHeld else {
            stop()
            throw Failure("\(path) is held by someone else")
        }
    }

    /// Ends the process and with it the lock.
    func stop() {
        fclose(input)
        var status: CInt = 0
        waitpid(process, &status, 0)
    }

    private static func makePipe() throws -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw Failure("no pipe: error \(errno)")
        }
        return (ends[0], ends[1])
    }

    private static func spawn(_ command: [String], input: CInt, output: CInt) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
        var arguments = command.map { (word: String) in strdup(word) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let error = posix_spawnp(&process, command[0], &files, nil, &arguments, environ)
        guard error == 0 else { throw Failure("\(command[0]) could not be started: error \(error)") }
        return process
    }
}
