// SPDX-License-Identifier: MIT
import ByteLink
import Synchronization
import Testing

@Suite("Recordings played on a port")
struct ReplayTests {
    private static let places: [ReplayPlace] = [.terminal(link: nil), .tcp(host: "127.0.0.1", port: 0)]

    /// Every byte value, more than a port's buffers hold.
    private static let recording = Recording(
        header: RecordingHeader(),
        chunks: (0..<2000).map { index in
            .init(
                time: .milliseconds(index * 50), direction: index % 10 == 9 ? .toCharger : .fromCharger,
                bytes: (0..<64).map { UInt8(truncatingIfNeeded: index + $0) })
        })

    @Test("Every byte of the charger arrives in order, as fast as the host takes it", arguments: places)
    func everything(place: ReplayPlace) async throws {
        let wanted = Self.recording.bytes(.fromCharger)
        let received = Mutex<[UInt8]>([])
        let end = try await play(Self.recording, at: place, speed: 100_000) { address in
            let bytes = try await Self.opener(address).withLink { try await $0.receive(wanted.count) }
            received.withLock { $0 = bytes }
        }
        #expect(end == .complete)
        #expect(received.withLock { $0 } == wanted)
    }

    @Test(
        "A host that leaves finds the rest when it returns; what it sends changes nothing", arguments: places)
    func returning(place: ReplayPlace) async throws {
        let chunks = (0..<200).map {
            Recording.Chunk(time: .milliseconds($0 * 10), direction: .fromCharger, bytes: [UInt8($0)])
        }
        let visits = Mutex<[[UInt8]]>([])
        let end = try await play(Recording(header: RecordingHeader(), chunks: chunks), at: place, speed: 1) {
            address in
            for _ in 0..<2 {
                let bytes = try await Self.opener(address).withLink { link in
                    try link.write(Array(":154\n".utf8))
                    return try await link.receive(20)
                }
                visits.withLock { $0.append(bytes) }
            }
            // To the end, so that it is played.
            let last = try await Self.opener(address).withLink { link in
                var last: UInt8?
                for try await piece in link.incoming {
                    last = piece.last
                    if last == 199 { break }
                }
                return last
            }
            #expect(last == 199)
        }
        #expect(end == .complete)
        let seen = visits.withLock { $0 }
        #expect(seen.count == 2)
        #expect(seen.first?.first == 0)
        // Each in one piece; bytes on their way when the host left are lost, as on any line.
        for visit in seen { #expect(visit == visit.indices.map { visit[0] + UInt8($0) }) }
        #expect(try #require(seen.last?.first) >= 20)
    }

    @Test("The link to a pseudo-terminal is there while it plays, and nothing is put in its place")
    func link() async throws {
        let path = "/tmp/replay-test-\(UInt64.random(in: 0 ... .max))"
        let recording = Recording(
            header: RecordingHeader(), chunks: [.init(time: .zero, direction: .fromCharger, bytes: [1])])
        _ = try await play(recording, at: .terminal(link: path), speed: 1) { address in
            #expect(address == path)
            await #expect(throws: LinkError.self) {
                _ = try await Replay(recording, at: .terminal(link: path)).run { _ in }
            }
            let bytes = try await Self.opener(address).withLink { try await $0.receive(1) }
            #expect(bytes == [1])
        }
        await #expect(throws: LinkError.self) { try await Self.opener(path).withLink { _ in } }
    }

    @Test("A port that can't be listened on is named")
    func taken() async throws {
        let recording = Recording(header: RecordingHeader(), chunks: [])
        for place in [ReplayPlace.tcp(host: "192.0.2.1", port: 0), .tcp(host: "name", port: 0)] {
            let error = await #expect(throws: LinkError.self) {
                _ = try await Replay(recording, at: place).run { _ in }
            }
            #expect(error?.words.contains("can't be listened on") == true)
        }
    }

    private static func opener(_ address: String) throws -> NIOLinkOpener {
        NIOLinkOpener(try LinkAddress(address), eventLoop: eventLoop)
    }

    /// Plays while a host does something with what it is told to open.
    private func play(
        _ recording: Recording, at place: ReplayPlace, speed: Double,
        _ host: @escaping @Sendable (String) async throws -> Void
    ) async throws -> Replay.End {
        let (addresses, opened) = AsyncStream.makeStream(of: String.self)
        return try await withThrowingTaskGroup(of: Replay.End?.self) { group in
            group.addTask {
                defer { opened.finish() }
                return try await Replay(recording, at: place, speed: speed).run { opened.yield($0) }
            }
            group.addTask {
                for await address in addresses {
                    try await host(address)
                    break
                }
                return nil
            }
            var end: Replay.End?
            for try await result in group { end = result ?? end }
            return try #require(end)
        }
    }
}
