// SPDX-License-Identifier: MIT
public import BridgeConfiguration
import ByteLink
import ChargerControl
import ChargerSession
public import Logging
import NIOPosix

/// Writes down what goes over a charger's port.
public struct RecordingRun: Sendable {
    /// What is to be recorded, and how.
    public struct Order: Sendable {
        let address: LinkAddress
        /// The file to write.
        public var path: String
        /// Whether the charger is identified and polled as the bridge does; otherwise nothing is ever sent.
        public var asks: Bool
        /// Whether serial numbers and names are taken out.
        public var hidesSerialNumbers: Bool
        /// After how much time it ends; nil: when the task is cancelled.
        public var duration: Duration?

        /// Listens until it is stopped.
        /// - Parameters:
        ///   - port: a path, or `tcp://host:port`.
        ///   - baudRate: bits per second.
        ///   - path: the file to write; nothing may be there yet.
        /// - Throws: `LinkError` when the port can't be understood.
        public init(port: String, baudRate: Int = 19200, path: String) throws {
            self.init(address: try LinkAddress(port, baudRate: baudRate), path: path)
        }

        /// Listens at a configured port until it is stopped.
        /// - Parameters:
        ///   - serial: the port.
        ///   - path: the file to write; nothing may be there yet.
        public init(_ serial: SerialSettings, path: String) {
            self.init(address: serial.linkAddress, path: path)
        }

        private init(address: LinkAddress, path: String) {
            self.address = address
            self.path = path
            asks = false
            hidesSerialNumbers = false
        }
    }

    /// What was recorded.
    public struct Result: Sendable, Hashable {
        /// Bytes written down, both ways.
        public var bytes: Int
        /// Why it ended before it was told to, in words; nil when it did not.
        public var failure: String?
    }

    private let order: Order
    private let logger: Logger

    /// A recording that has not begun.
    /// - Parameters:
    ///   - order: what is to be recorded.
    ///   - logger: is told of another program at the port.
    public init(_ order: Order, logger: Logger) {
        self.order = order
        self.logger = logger
    }

    /// Records until the time is over, the link ends or the task is cancelled.
    /// - Parameter started: called when the port is open.
    /// - Throws: `LinkError` when the port can't be opened, `RecordingFileError` when the file can't be made.
    public func run(_ started: @escaping @Sendable () -> Void) async throws -> Result {
        let group = MultiThreadedEventLoopGroup.singleton
        let opener = NIOLinkOpener(order.address, eventLoop: group.next(), logger: logger)
        // The port first: a file is made only when there is something to record.
        return try await opener.withLink { link in
            let file = try makeFile()
            started()
            let failure = await record(OpenedLink(link), to: file)
            file.finish()
            return Result(bytes: file.byteCount, failure: failure ?? file.failure?.description)
        }
    }

    private func makeFile() throws -> RecordingFile {
        let header = RecordingHeader(
            of: order.address, program: ProgramVersion.text, hidesSerialNumbers: order.hidesSerialNumbers)
        let mask: (any RecordingFilter)? = order.hidesSerialNumbers ? SerialNumberMask() : nil
        let asks = order.asks
        return try RecordingFile(path: order.path, header: header, filter: mask) { bytes in
            asks && HexGets.areAll(bytes)
        }
    }

    /// - Returns: why it ended by itself, nil when it was to end.
    private func record(_ link: OpenedLink, to file: RecordingFile) async -> String? {
        let recorded = RecordingLinkOpener(link, recorder: file)
        return await withTaskGroup(of: String?.self) { group in
            group.addTask { await follow(recorded) }
            group.addTask {
                try? await Task.sleep(for: order.duration ?? .seconds(Int32.max))
                return nil
            }
            group.addTask { await watch(file) }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// A disk that is full ends the recording.
    private func watch(_ file: RecordingFile) async -> String? {
        while !Task.isCancelled, file.failure == nil { try? await Task.sleep(for: .seconds(1)) }
        return file.failure?.description
    }

    private func follow(_ opener: RecordingLinkOpener) async -> String? {
        do {
            return try await opener.withLink { link in
                if order.asks { return await ask(link) }
                for try await _ in link.incoming {}
                return nil
            }
        } catch {
            return "\(error)"
        }
    }

    /// Does what the bridge does that has no wish of its own; what would change the charger is refused by the file.
    private func ask(_ link: Link) async -> String? {
        let time = TimeSource.system
        let charger = Charger(
            settings: ChargerControl.LimitSettings(), initialLimit: nil, isFirstStart: true, at: time.now())
        let ending = LinkEnding(OpenedLink(link))
        var quiet = logger
        quiet.logLevel = .error
        let live = LiveCharger(name: "charger", opener: ending, charger: charger, time: time, logger: quiet)
        await withTaskGroup { group in
            group.addTask { await live.run() }
            await ending.wait()
            group.cancelAll()
        }
        return ending.reason
    }
}
