// SPDX-License-Identifier: MIT
import ByteLink
import NIOCore
import Testing

@Suite("A link that reads at its leisure")
struct ReadingPaceTests {
    @Test(
        "leaves bytes in the port until an answer is expected, and loses none",
        arguments: [LinkKind.pseudoTerminal, .tcp])
    func leisure(kind: LinkKind) async throws {
        try await kind.withEnds { link, farEnd in
            link.readAtMost(every: .seconds(3600), for: .seconds(3600))
            // What was asked for already still comes; from then on the pace holds.
            try await farEnd.send([1])
            #expect(try await link.receive(1) == [1])
            try await farEnd.send([2, 3])
            for _ in 0..<200 { try await eventLoop.submit {}.get() }
            // A cancelled consumer takes what has arrived, if anything has, and nothing else.
            #expect(await arrived(link) == [])
            link.readAtOnce()
            #expect(try await link.receive(2) == [2, 3])
        }
    }

    @Test("reads again by itself when the slice is over", arguments: [LinkKind.pseudoTerminal, .tcp])
    func slice(kind: LinkKind) async throws {
        try await kind.withEnds { link, farEnd in
            link.readAtMost(every: .milliseconds(20), for: .seconds(3600))
            for number in UInt8(1)...5 {
                try await farEnd.send([number])
                #expect(try await link.receive(1) == [number])
            }
        }
    }

    @Test("notices a hang-up all the same", arguments: [LinkKind.pseudoTerminal, .tcp])
    func hangUp(kind: LinkKind) async throws {
        try await kind.withOpener { opener, connect in
            await #expect(throws: LinkError.self) {
                try await opener.withLink { link in
                    let farEnd = try await connect()
                    link.readAtMost(every: .milliseconds(100), for: .seconds(3600))
                    try await farEnd.send([1])
                    _ = try await link.receive(1)
                    try await farEnd.hangUp()
                    _ = try await link.receive(1)
                }
            }
        }
    }

    /// What a consumer gets that does not wait.
    private func arrived(_ link: Link) async -> [UInt8] {
        await withTaskGroup(of: [UInt8].self) { group in
            group.addTask { (try? await link.receive(1)) ?? [] }
            group.cancelAll()
            return await group.next() ?? []
        }
    }
}
