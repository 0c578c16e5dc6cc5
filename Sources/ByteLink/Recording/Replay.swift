// SPDX-License-Identifier: MIT
/// Plays a recording on a port, as if the charger were there.
///
/// What was recorded from the charger is sent at its times; what a host sends is taken and has no effect.
public struct Replay: Sendable {
    /// What came of playing.
    public enum End: Sendable, Hashable {
        /// Everything was played.
        case complete
        /// The task was cancelled before the end.
        case stopped
    }

    private let recording: Recording
    private let place: ReplayPlace
    private let speed: Double
    private let repeats: Bool

    /// How often is looked whether a host has come, gone, or read.
    private static let turn: Duration = .milliseconds(10)
    /// From a host's opening of the port to the first byte: until then it may throw away what it finds there.
    private static let settling: Duration = .milliseconds(300)
    /// How long the port stays after the last byte, so that the host has read it.
    private static let lingering: Duration = .seconds(1)

    /// A player; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - recording: what is played.
    ///   - place: where a host can open it.
    ///   - speed: how many seconds of the recording pass in one, above 0.
    ///   - repeats: whether it begins again at the end, for ever.
    public init(_ recording: Recording, at place: ReplayPlace, speed: Double = 1, repeats: Bool = false) {
        self.recording = recording
        self.place = place
        self.speed = speed
        self.repeats = repeats
    }

    /// Opens the port, plays whenever a host has it open, and closes it at the end.
    ///
    /// While no host is there the recording stands still, so that nothing of it is lost.
    ///
    /// - Parameter opened: is given what a host has to open: a path, or `tcp://host:port`.
    /// - Returns: how it ended.
    /// - Throws: `LinkError` when the port can't be opened, and what `opened` throws.
    public func run(_ opened: (String) async throws -> Void) async throws -> End {
        let port = try place.open()
        defer { port.close() }
        try await opened(port.address)
        do {
            var start = try await hostsArrival(at: port)
            repeat {
                try await play(on: port, from: start)
                start = .now
            } while repeats && !recording.chunks.isEmpty
            try await Task.sleep(for: Self.lingering)
            return .complete
        } catch {
            return .stopped
        }
    }

    private func play(on port: any ReplayPort, from start: ContinuousClock.Instant) async throws {
        var start = start
        for chunk in recording.chunks where chunk.direction == .fromCharger {
            let time = chunk.time / speed
            while .now < start + time, port.isOpenedByHost() {
                try await Task.sleep(for: min(Self.turn, max(.zero, start + time - .now)))
            }
            var rest = chunk.bytes[...]
            while !rest.isEmpty {
                guard port.isOpenedByHost() else {
                    start = try await hostsArrival(at: port) - time
                    continue
                }
                let count = port.give(rest)
                rest = rest.dropFirst(count)
                if count == 0 { try await Task.sleep(for: Self.turn) }
            }
        }
        // A recording repeated too fast would keep the processor to itself.
        try await Task.sleep(for: Self.turn)
    }

    /// Waits until a host has the port open and is ready to read.
    ///
    /// - Returns: the time then.
    private func hostsArrival(at port: any ReplayPort) async throws -> ContinuousClock.Instant {
        while !port.isOpenedByHost() { try await Task.sleep(for: Self.turn) }
        try await Task.sleep(for: Self.settling)
        return .now
    }
}
