// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import Synchronization

/// A way to show what happens.
protocol MonitorView: AnyObject, Sendable {
    /// Makes ready.
    func begin()
    /// Shows a change.
    func show(_ picture: MonitorPicture, after event: LocalAPI.Event) throws
    /// Shows that the bridge is not heard.
    func showTrouble(_ picture: MonitorPicture) throws
    /// Leaves everything as it was.
    func end()
}

extension MonitorView {
    func begin() {}
    func end() {}
}

/// An object of JSON for each event, for programs.
final class MonitorRecords: MonitorView {
    func show(_: MonitorPicture, after event: LocalAPI.Event) throws {
        try Output.write(
            line: Array(#"{"event":"\#(event.name)","data":"#.utf8) + event.data + Array("}".utf8))
    }

    func showTrouble(_ picture: MonitorPicture) throws {
        let reason = try JSONEncoder().encode(picture.trouble ?? "")
        try Output.write(
            line: Array(#"{"event":"bridge","data":{"reachable":false,"reason":"#.utf8) + Array(reason)
                + Array("}}".utf8))
    }
}

/// A line for each change, for a file or a pipe.
final class MonitorLines: MonitorView {
    private let last = Mutex<[String: String]>([:])

    func show(_ picture: MonitorPicture, after event: LocalAPI.Event) throws {
        switch event.name {
        case "request":
            try put(picture.request.map { "request \($0.id): \($0.words)" } ?? "", about: "request")
        case "broker":
            if let words = picture.brokerWords { try put("broker: \(words)", about: "broker") }
        default:
            for charger in picture.chargers {
                let remarks = charger.remarks.map { "; \($0)" }.joined()
                try put(
                    "\(charger.name)  \(charger.measured)  limit \(charger.limitWords)\(remarks)",
                    about: charger.name)
            }
        }
    }

    func showTrouble(_ picture: MonitorPicture) throws { try put(picture.trouble ?? "", about: "bridge") }

    private func put(_ text: String, about thing: String) throws {
        let isNew = last.withLock { last in
            defer {
                last[thing] = text
                // Once it is heard again, its next loss is news.
                if thing != "bridge" { last["bridge"] = nil }
            }
            return last[thing] != text
        }
        guard isNew else { return }
        let time = Date.now.formatted(
            Date.ISO8601FormatStyle(timeZone: .current).time(includingFractionalSeconds: false))
        try Output.write("\(time)  \(text.printable)\n")
    }
}

/// The picture on a terminal, drawn in place with nothing but ANSI's sequences.
final class MonitorScreen: MonitorView {
    private let drawn = Mutex(0)

    func begin() { try? Output.write("\u{1B}[?25l") }

    func end() { try? Output.write("\u{1B}[?25h") }

    func show(_ picture: MonitorPicture, after _: LocalAPI.Event) throws { try draw(picture) }

    func showTrouble(_ picture: MonitorPicture) throws { try draw(picture) }

    private func draw(_ picture: MonitorPicture) throws {
        let (width, height) = Self.size
        let lines = Self.lines(of: picture).prefix(max(1, height - 1)).map { $0.printable.prefix(width - 1) }
        let above = drawn.withLock { drawn in
            defer { drawn = lines.count }
            return drawn
        }
        let up = above > 0 ? "\u{1B}[\(above)A" : ""
        try Output.write("\r\(up)\(lines.map { "\($0)\u{1B}[K\n" }.joined())\u{1B}[J")
    }

    private static func lines(of picture: MonitorPicture) -> [String] {
        var lines: [String] = []
        for charger in picture.chargers {
            let name = charger.label == charger.name ? charger.name : "\(charger.label) (\(charger.name))"
            lines += [
                "\(name)  \(charger.model ?? "not identified yet")", "  \(charger.measured)",
                "  limit   \(charger.limitWords)",
            ]
            if let control = charger.control { lines.append("  mode    \(control.mode): \(control.reason)") }
            lines += charger.remarks.map { "  note    \($0)" }
            let link = charger.link
            lines += [
                "  link    \(link.blocks) blocks, \(link.frames) frames, \(link.damaged) damaged, opened \(link.connections) times",
                "  wear    \(charger.wear.writesToday) writes in 24 h, \(charger.wear.writesEver) ever"
                    + (charger.wear.raisingStopped ? "; raising is stopped" : ""),
            ]
        }
        if let broker = picture.brokerWords { lines.append("broker    \(broker)") }
        if let request = picture.request { lines.append("request   \(request.id): \(request.words)") }
        if let trouble = picture.trouble { lines.append("bridge    \(trouble)") }
        return lines
    }

    /// Columns and lines of the terminal; what is usual when it does not say.
    private static var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1, size.ws_row > 1 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}

extension String {
    /// Without anything that could drive a terminal.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
