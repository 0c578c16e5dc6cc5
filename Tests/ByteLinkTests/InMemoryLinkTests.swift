// SPDX-License-Identifier: MIT
import ByteLink
import Testing

@Suite("An in-memory link", .timeLimit(.minutes(2)))
struct InMemoryLinkTests {
    private static let sent = (0..<4000).map { UInt8(truncatingIfNeeded: $0) }

    /// What arrives of `sent` when it is cut into pieces of `size`.
    private func arriving(_ faults: InMemoryFaults, seed: UInt64, size: Int = 4000) async throws -> [UInt8] {
        let pair = InMemoryLink(seed: seed)
        return try await pair.withLink { link in
            pair.faultsToProgram = faults
            for start in stride(from: 0, to: Self.sent.count, by: size) {
                try pair.device.write(Array(Self.sent[start..<min(start + size, Self.sent.count)]))
            }
            pair.hangUp()
            var received: [UInt8] = []
            do {
                for try await piece in link.incoming { received += piece }
            } catch let error as LinkError where error.code == .hungUp {}
            return received
        }
    }

    @Test(
        "loses and garbles the same bytes for the same seed, however they are cut", arguments: [1, 7, 4000])
    func faultsAreDeterministic(size: Int) async throws {
        let faults = InMemoryFaults(lostPerThousand: 100, garbledPerThousand: 100)
        let whole = try await arriving(faults, seed: 1)
        #expect(try await arriving(faults, seed: 1, size: size) == whole)
        #expect(try await arriving(faults, seed: 2, size: size) != whole)
    }

    @Test("loses about as many bytes as it was told", arguments: [0, 10, 500, 1000])
    func losesBytes(perThousand: Int) async throws {
        let received = try await arriving(InMemoryFaults(lostPerThousand: perThousand), seed: 3)
        let expected = Self.sent.count * (1000 - perThousand) / 1000
        #expect(abs(received.count - expected) <= (perThousand % 1000 == 0 ? 0 : 150))
    }

    @Test("flips one bit in about as many bytes as it was told", arguments: [0, 10, 500, 1000])
    func garblesBytes(perThousand: Int) async throws {
        let received = try await arriving(InMemoryFaults(garbledPerThousand: perThousand), seed: 4)
        #expect(received.count == Self.sent.count)
        let flips = zip(received, Self.sent).map { ($0 ^ $1).nonzeroBitCount }
        #expect(flips.allSatisfy { $0 <= 1 })
        let expected = Self.sent.count * perThousand / 1000
        #expect(abs(flips.reduce(0, +) - expected) <= (perThousand % 1000 == 0 ? 0 : 150))
    }

    @Test("delivers nothing while silent, and goes on afterwards")
    func silence() async throws {
        let pair = InMemoryLink()
        try await pair.withLink { link in
            pair.faultsToProgram = .silence
            pair.faultsToDevice = .silence
            try pair.device.write([1])
            try link.write([1])
            pair.faultsToProgram = .none
            pair.faultsToDevice = .none
            try pair.device.write([2])
            try link.write([3])
            #expect(try await link.receive(1) == [2])
            #expect(try await pair.device.receive(1) == [3])
        }
    }

    @Test("can be opened again after a hang-up, with the same device")
    func opensAgain() async throws {
        let pair = InMemoryLink()
        try await pair.withLink { _ in pair.hangUp() }
        try pair.device.write([1])
        try await pair.withLink { link in
            try pair.device.write([2])
            #expect(try await link.receive(1) == [2])
        }
    }

    @Test("refuses to open for as long as it was told")
    func refusesOpening() async throws {
        let pair = InMemoryLink(name: "bench")
        let refusal = LinkError(.noSuchPort, linkName: pair.name, words: "bench is not there")
        pair.refuseOpening(refusal)
        await #expect(throws: refusal) { try await pair.withLink { _ in } }
        pair.refuseOpening(nil)
        try await pair.withLink { _ in }
    }

    @Test("is busy while it is open")
    func isExclusive() async throws {
        let pair = InMemoryLink()
        try await pair.withLink { _ in
            let error = await #expect(throws: LinkError.self) { try await pair.withLink { _ in } }
            #expect(error?.code == .busy)
        }
    }

    @Test("bounds what waits for a program that does not read")
    func isBounded() async throws {
        let pair = InMemoryLink()
        try await pair.withLink { link in
            var taken = 0
            let error = #expect(throws: LinkError.self) {
                while taken < 1_000_000 {
                    try pair.device.write(Self.sent)
                    taken += Self.sent.count
                }
            }
            #expect(error?.code == .stuck)
            #expect(try await link.receive(taken).count == taken)
            try pair.device.write([1])
        }
    }
}
