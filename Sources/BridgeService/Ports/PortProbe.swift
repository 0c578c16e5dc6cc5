// SPDX-License-Identifier: MIT
import ByteLink
import Logging
import NIOPosix
import VEDirect

/// Finds out what is behind ports: listens, and asks only where VE.Direct was heard.
public struct PortProbe: Sendable {
    private let time: Duration
    private let asks: Bool
    private let system: SystemSerialPorts

    /// A probe.
    /// - Parameters:
    ///   - time: how long to listen at each port.
    ///   - asks: whether a charger that is heard is also asked.
    ///   - system: what is known of the machine's ports.
    public init(listening time: Duration, asks: Bool, system: SystemSerialPorts = SystemSerialPorts()) {
        self.time = time
        self.asks = asks
        self.system = system
    }

    /// Looks at the machine's ports, all at once.
    public func reports() async -> [PortReport] {
        await reports(of: system.list().map { (.serial(path: $0.path, baudRate: 19200), $0.links) })
    }

    /// Looks at ports that are named, all at once.
    /// - Parameter names: paths and `tcp://host:port`.
    public func reports(of names: [String]) async -> [PortReport] {
        var known: [(LinkAddress, [String])] = []
        var unknown: [PortReport] = []
        for name in names {
            do {
                known.append((try LinkAddress(name), []))
            } catch {
                unknown.append(PortReport(port: name, links: [], state: .unusable, words: error.words))
            }
        }
        return await reports(of: known) + unknown
    }

    private func reports(of ports: [(address: LinkAddress, links: [String])]) async -> [PortReport] {
        await withTaskGroup(of: (Int, PortReport).self) { group in
            for (index, port) in ports.enumerated() {
                group.addTask { (index, await report(of: port.address, links: port.links)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func report(of address: LinkAddress, links: [String]) async -> PortReport {
        var report = PortReport(port: "\(address)", links: links, state: .silent, words: "")
        if case .serial(let path, _) = address {
            report.hardware = system.hardware(at: path)
            if let user = SerialPortUser.other(of: path) {
                report.isHeld(by: user)
                return report
            }
        }
        do {
            try await Self.open(address).withLink { link in try await listen(on: link, &report) }
        } catch let error as LinkError {
            report.failed(error)
        } catch {
            report.state = .unusable
            report.words = "\(error)"
        }
        return report
    }

    /// Opens a port without a word to the log: who else has it open is told by other means.
    static func open(_ address: LinkAddress) -> NIOLinkOpener {
        let silent = Logger(label: "chargebridge.probe") { _ in SwiftLogNoOpLogHandler() }
        return NIOLinkOpener(address, eventLoop: MultiThreadedEventLoopGroup.singleton.next(), logger: silent)
    }

    private func listen(on link: Link, _ report: inout PortReport) async throws {
        var probe = LineProbe(link)
        try await probe.listen(for: time) { $0.blocks >= 2 && $0.frames > 0 }
        let signal = SignalJudge(hearing: probe.hearing).signal
        guard signal == .sound || signal == .damaged else {
            report.state = signal == .silent ? .silent : .unreadable
            report.words = signal.words
            return
        }
        report.state = .charger
        let answers = asks ? try await probe.introduce() : nil
        report.take(probe.hearing, answers: answers)
    }
}

extension PortReport {
    fileprivate mutating func failed(_ error: LinkError) {
        words = error.words
        state = error.code == .busy ? .busy : .unusable
        guard error.code == .busy, let user = SerialPortUser.holder(of: port) else { return }
        isHeld(by: user)
    }

    /// It is left alone: another program reads it.
    fileprivate mutating func isHeld(by user: SerialPortUser) {
        state = .busy
        words = user.isBridge ? "the bridge runs on it (\(user))" : "\(user) has it open"
        holder = Holder(command: user.command, pid: Int(user.process), isBridge: user.isBridge)
    }

    fileprivate mutating func take(_ hearing: LineHearing, answers: Bool?) {
        let heard = hearing.charger
        charger = Charger(
            productID: heard.productID.map(Int.init), model: heard.product?.name,
            isKnown: heard.product?.isKnown ?? false, serialNumber: heard.serialNumber,
            firmware: heard.firmware, sendsText: hearing.blocks > 0, sendsFrames: hearing.frames > 0,
            answers: answers)
        let name = heard.product?.name ?? "a VE.Direct device that does not say which"
        let parts = [
            name, heard.serialNumber.map { "serial number \($0)" }, heard.firmware.map { "firmware \($0)" },
            answers == false ? "it does not answer: is the adapter's TX wired to its RX?" : nil,
        ]
        words = parts.compactMap { $0 }.joined(separator: ", ")
    }
}

extension Signal {
    /// What it means, and what to do.
    var words: String {
        switch self {
        case .silent: "nothing is heard: a charger without mains, not wired, or another device"
        case .sound: "VE.Direct is heard"
        case .damaged:
            "VE.Direct is heard, but much of it is damaged: check ground and the length of the cable"
        case .inverted:
            "VE.Direct with inverted levels: the adapter is RS232 or inverts; use one with 3.3 V TTL levels"
        case .garbled:
            "something is heard that can't be read: another baud rate than 19200, or another device"
        case .stuck: "the same byte comes all the time: the line is not driven; check the wiring and ground"
        case .noise: "noise is heard: the line is not connected; check the wiring and ground"
        }
    }
}
