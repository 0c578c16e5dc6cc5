// SPDX-License-Identifier: MIT
import CPlatform
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A real pseudo-terminal: the test holds the master, the program opens the slave's path.
final class PseudoTerminal: Sendable {
    let path: String
    let master: CInt
    private let isAttached = Atomic(false)

    init() throws {
        var path = [CChar](repeating: 0, count: 128)
        master = chargebridge_open_pty(&path, path.count)
        guard master >= 0 else { throw Failure("a pseudo-terminal could not be made: error \(errno)") }
        self.path = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { if !isAttached.load(ordering: .relaxed) { close(master) } }

    /// Puts the master on the event loop, which then owns it; only while the slave is open.
    func attach() async throws -> ChannelFarEnd {
        isAttached.store(true, ordering: .relaxed)
        // A child process of another test must not keep the terminal open.
        let output = fcntl(master, F_DUPFD_CLOEXEC, 0)
        return try await NIOPipeBootstrap(group: eventLoop)
            .takingOwnershipOfDescriptors(input: master, output: output) { channel in
                channel.eventLoop.makeCompletedFuture { try ChannelFarEnd.wrap(channel) }
            }
    }

    /// The settings as another program sees them.
    func settings() throws -> termios {
        var settings = termios()
        guard tcgetattr(master, &settings) == 0 else { throw Failure("tcgetattr: error \(errno)") }
        return settings
    }

    /// Changes the settings, as another program would.
    func changeSettings(_ change: (inout termios) -> Void) throws {
        var settings = try settings()
        change(&settings)
        guard tcsetattr(master, TCSANOW, &settings) == 0 else { throw Failure("tcsetattr: error \(errno)") }
    }
}

/// A test could not be set up.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The loop on which the tests' links run.
let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
