// SPDX-License-Identifier: MIT
import CPlatform
import Foundation
import Synchronization
import TestBroker

/// A pseudo-terminal that plays what is given to it; what the host sends is not heard.
final class PlayedLine: Sendable {
    let path: String
    private let master: Int32
    private let isOver = Atomic(false)

    init() throws {
        var path = [CChar](repeating: 0, count: 128)
        master = chargebridge_open_pty(&path, path.count)
        guard master >= 0 else { throw TestFailure("no pseudo-terminal") }
        self.path = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { close(master) }

    func play(_ bytes: [UInt8]) { _ = write(master, bytes, bytes.count) }

    /// Whether a host has it open.
    private var isOpen: Bool {
        var state = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
        return poll(&state, 1, 0) >= 0 && state.revents & Int16(POLLHUP) == 0
    }

    /// The baud rate that the host has set.
    var baud: Int {
        var settings = termios()
        guard tcgetattr(master, &settings) == 0 else { return 0 }
        let rates = [B9600: 9600, B4800: 4800, B19200: 19200, B38400: 38400, B57600: 57600, B115200: 115_200]
        return rates[Int32(bitPattern: cfgetospeed(&settings))] ?? 0
    }

    /// Plays over and over what a function gives, a piece after the other, while a closure runs.
    ///
    /// On a thread of its own: a line does not wait for what else the tests are busy with.
    /// - Parameter pieces: given the host's baud rate.
    func playing(
        _ pieces: @escaping @Sendable (Int) -> [[UInt8]], _ body: () async throws -> Void
    ) async throws {
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        isOver.store(false, ordering: .relaxed)
        Thread { [self] in
            while !isOver.load(ordering: .relaxed) {
                let rate = baud
                let pieces = isOpen ? pieces(rate) : []
                if pieces.isEmpty { usleep(20_000) }
                // A line goes on whatever its host does, but nothing of it may wait for the next host.
                for piece in pieces where isOpen && baud == rate && !isOver.load(ordering: .relaxed) {
                    play(piece)
                    usleep(20_000)
                }
            }
            end.finish()
        }.start()
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body())
        } catch {
            outcome = .failure(error)
        }
        isOver.store(true, ordering: .relaxed)
        for await _ in ended {}
        try outcome.get()
    }
}
