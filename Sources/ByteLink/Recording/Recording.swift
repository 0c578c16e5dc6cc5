// SPDX-License-Identifier: MIT
/// What went over a link, piece by piece, with its times: a file in the format of `docs/recordings.md`.
public struct Recording: Sendable, Hashable {
    /// Which way bytes went.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// From the charger to this program.
        case fromCharger = "<"
        /// From this program to the charger.
        case toCharger = ">"
    }

    /// Bytes that came or went at one time.
    public struct Chunk: Sendable, Hashable {
        /// When, since the recording began; in a file with microseconds, 0 to a hundred years.
        public var time: Duration
        /// Which way.
        public var direction: Direction
        /// The bytes, never none.
        public var bytes: [UInt8]

        /// Bytes that came or went at one time.
        public init(time: Duration, direction: Direction, bytes: [UInt8]) {
            self.time = time
            self.direction = direction
            self.bytes = bytes
        }
    }

    /// What the file says of itself.
    public var header: RecordingHeader
    /// The chunks in the order they came and went.
    public var chunks: [Chunk]

    /// A recording of these chunks.
    public init(header: RecordingHeader, chunks: [Chunk]) {
        self.header = header
        self.chunks = chunks
    }

    /// All bytes that went one way, without their times.
    public func bytes(_ direction: Direction) -> [UInt8] {
        chunks.filter { $0.direction == direction }.flatMap(\.bytes)
    }

    /// How long it lasts: the time of the last chunk.
    public var duration: Duration { chunks.last?.time ?? .zero }
}

/// The first line of a recording.
public struct RecordingHeader: Sendable, Hashable {
    /// The version of the format that is written; versions above it can't be read.
    public static let version = 1

    /// The version of the program that wrote it; nil when the file does not say.
    public var program: String?
    /// The kind of port, such as `serial` or `tcp`, never its name; nil when the file does not say.
    public var port: String?
    /// Bits per second of a serial port; nil when the file does not say.
    public var baudRate: Int?
    /// Whether serial numbers and names were taken out.
    public var hidesSerialNumbers: Bool

    /// A header of the version that is written.
    ///
    /// - Parameters:
    ///   - program: the version of the program.
    ///   - port: the kind of port, without spaces.
    ///   - baudRate: bits per second.
    ///   - hidesSerialNumbers: whether serial numbers and names were taken out.
    public init(
        program: String? = nil, port: String? = nil, baudRate: Int? = nil, hidesSerialNumbers: Bool = false
    ) {
        self.program = program
        self.port = port
        self.baudRate = baudRate
        self.hidesSerialNumbers = hidesSerialNumbers
    }

    /// The header of a recording of an address.
    ///
    /// - Parameters:
    ///   - address: where the charger is.
    ///   - program: the version of the program.
    ///   - hidesSerialNumbers: whether serial numbers and names are taken out.
    public init(of address: LinkAddress, program: String, hidesSerialNumbers: Bool = false) {
        switch address {
        case .serial(_, let baudRate): self.init(program: program, port: "serial", baudRate: baudRate)
        case .tcp: self.init(program: program, port: "tcp")
        }
        self.hidesSerialNumbers = hidesSerialNumbers
    }
}
