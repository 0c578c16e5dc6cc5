// SPDX-License-Identifier: MIT
import ByteLink
import NIOCore
import Testing

@Suite("Every kind of link", .timeLimit(.minutes(2)))
struct LinkContractTests {
    private static let allValues = (0...255).map { UInt8($0) }

    @Test("passes all 256 byte values unchanged, both ways", arguments: LinkKind.allCases)
    func allBytesPass(kind: LinkKind) async throws {
        try await kind.withEnds { link, farEnd in
            try await farEnd.send(Self.allValues)
            #expect(try await link.receive(256) == Self.allValues)
            try link.write(Self.allValues.reversed())
            #expect(try await farEnd.receive(256) == Self.allValues.reversed())
        }
    }

    @Test("keeps the order of many small writes", arguments: LinkKind.allCases)
    func orderIsKept(kind: LinkKind) async throws {
        try await kind.withEnds { link, farEnd in
            for value in Self.allValues { try link.write([value]) }
            #expect(try await farEnd.receive(256) == Self.allValues)
        }
    }

    @Test("delivers everything to a consumer that starts late", arguments: [LinkKind.pseudoTerminal, .tcp])
    func lateConsumerMissesNothing(kind: LinkKind) async throws {
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
        try await kind.withEnds { link, farEnd in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await farEnd.send(bytes) }
                // Enough turns of the loop for reading to pause.
                for _ in 0..<500 { try await eventLoop.submit {}.get() }
                let received = try await link.receive(bytes.count)
                #expect(received == bytes)
                try await group.waitForAll()
            }
        }
    }

    @Test("throws that it was hung up, and refuses further bytes", arguments: LinkKind.allCases)
    func hangUpEndsTheLink(kind: LinkKind) async throws {
        try await kind.withEnds { link, farEnd in
            try await farEnd.send([1, 2, 3])
            #expect(try await link.receive(3) == [1, 2, 3])
            try await farEnd.hangUp()
            let end = await #expect(throws: LinkError.self) { _ = try await link.receive(1) }
            #expect(end?.code == .hungUp)
            #expect(end?.words.contains(link.name) == true)
            let refusal = #expect(throws: LinkError.self) { try link.write([1]) }
            #expect(refusal?.code == .hungUp)
        }
    }

    @Test("is over when withLink has returned", arguments: LinkKind.allCases)
    func linkEndsWithItsScope(kind: LinkKind) async throws {
        try await kind.withOpener { opener, _ in
            let kept = try await opener.withLink { $0 }
            let refusal = #expect(throws: LinkError.self) { try kept.write([1]) }
            #expect(refusal?.code == .closed)
            let received = try await kept.receive(1)
            #expect(received.isEmpty)
        }
    }

    @Test("ends at once for a cancelled task, and can be opened again", arguments: LinkKind.allCases)
    func cancellationEndsTheLink(kind: LinkKind) async throws {
        try await kind.withOpener { opener, _ in
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                let (opened, signal) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    try await opener.withLink { link in
                        signal.yield()
                        return try await link.receive(1)
                    }
                }
                for await _ in opened { break }
                group.cancelAll()
                let received = try await group.next()
                #expect(received == [])
            }
            let name = try await opener.withLink { $0.name }
            #expect(name == opener.name)
        }
    }

    @Test("keeps what a cancelled consumer did not take for the next", arguments: LinkKind.allCases)
    func cancelledConsumerLosesNothing(kind: LinkKind) async throws {
        try await kind.withEnds { link, farEnd in
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                group.addTask { try await link.receive(1) }
                group.cancelAll()
                let received = try await group.next()
                #expect(received == [])
            }
            try await farEnd.send([7])
            #expect(try await link.receive(1) == [7])
        }
    }

    @Test("passes on what its body throws, and closes", arguments: LinkKind.allCases)
    func bodyErrorIsPassedOn(kind: LinkKind) async throws {
        try await kind.withOpener { opener, _ in
            await #expect(throws: Failure.self) {
                try await opener.withLink { _ in throw Failure("the body's own") }
            }
            let name = try await opener.withLink { $0.name }
            #expect(name == opener.name)
        }
    }

    @Test("refuses bytes that nobody takes, and takes more when they are taken", arguments: LinkKind.allCases)
    func stuckLinkRefuses(kind: LinkKind) async throws {
        try await withTaskExecutorPreference(EventLoopTaskExecutor(eventLoop)) {
            try await kind.withOpener { opener, connect in
                try await opener.withLink { link in
                    // A TCP server's system takes megabytes before anything waits here.
                    let accepted = try fill(link, atMost: 100_000_000)
                    let farEnd = try await connect()
                    #expect(try await farEnd.receive(accepted).count == accepted)
                    try await writeWhenTaken([42], to: link)
                    #expect(try await farEnd.receive(1) == [42])
                    try await farEnd.hangUp()
                }
            }
        }
    }

    /// Writes until the link refuses.
    ///
    /// - Returns: how many bytes it took.
    private func fill(_ link: Link, atMost limit: Int) throws -> Int {
        let bytes = [UInt8](repeating: 1, count: 1000)
        var accepted = 0
        while accepted < limit {
            do throws(LinkError) {
                try link.write(bytes)
            } catch {
                #expect(error.code == .stuck)
                return accepted
            }
            accepted += bytes.count
        }
        throw Failure("\(accepted) bytes were taken without an end")
    }

    private func writeWhenTaken(_ bytes: [UInt8], to link: Link) async throws {
        while true {
            do throws(LinkError) {
                return try link.write(bytes)
            } catch  where error.code == .stuck {
                await Task.yield()
            }
        }
    }
}
