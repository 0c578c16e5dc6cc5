// SPDX-License-Identifier: MIT
import Foundation
import TestBroker

/// Runs the executable as a user who may do nothing.
/// - Returns: its exit code and its lines; nil where there is nothing to try: the tests don't run as root, or the
///   build can't be reached by another user.
func runAsNobody(_ arguments: [String]) async throws -> (code: Int32, lines: [String])? {
    guard getuid() == 0 else { return nil }
    let setpriv = try Program.path(of: "setpriv", package: "util-linux")
    let user = ["--reuid=65534", "--regid=65534", "--clear-groups"]
    let program = try Program(setpriv, user + [ChildProgram.path] + arguments)
    let code = try await patiently("the program's end") { try await program.end() }
    return code == 126 || code == 127 ? nil : (code, program.output.lines)
}
