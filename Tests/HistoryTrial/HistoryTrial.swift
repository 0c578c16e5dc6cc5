// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation
import Glibc
import History
import Logging

/// Keeps a history at full speed, to be killed, to run out of room, or to be measured; not a product.
@main
enum HistoryTrial {
    static func main() async throws {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .info
            return handler
        }
        let words = CommandLine.arguments.dropFirst()
        guard words.count == 3, let first = words.last.flatMap({ Int64($0) }), let mode = words.first else {
            print(
                "usage: chargebridge-history-trial write|days|room|costs|costs-memory|costs-direct DATABASE NUMBER"
            )
            exit(64)
        }
        let path = words[words.startIndex + 1]
        switch mode {
        case "write": try await write(path, from: first)
        case "days": try await Measurement.days(path, count: first)
        case "costs", "costs-memory", "costs-direct": try await Measurement.costs(mode, path, interval: first)
        default: await fill(path, until: first)
        }
    }

    static func keeper(_ path: String) -> HistoryKeeper {
        HistoryKeeper(
            files: HistoryFiles(database: path), secondsEast: { _ in 0 }, logger: Logger(label: "history"))
    }

    /// Says the second of each reading once it is taken in, until it is killed.
    private static func write(_ path: String, from first: Int64) async throws {
        let keeper = keeper(path)
        var days = SimulatedDays()
        await keeper.begin(at: SimulatedDays.moment(first))
        var second = first
        while true {
            await keeper.take(days.report(second), of: "test", at: SimulatedDays.moment(second))
            say("\(second)")
            second += 1
        }
    }

    /// Writes where there is little room, until there is more.
    private static func fill(_ path: String, until last: Int64) async {
        let keeper = keeper(path)
        var days = SimulatedDays()
        await keeper.begin(at: SimulatedDays.moment(0))
        for second in 0..<last {
            await keeper.take(days.report(second), of: "test", at: SimulatedDays.moment(second))
            if second == last / 2 {
                say("half \(keeper.status.problem ?? "no problem") \(keeper.status.waitingSamples)")
                // What takes the room is taken away.
                try? FileManager.default.removeItem(
                    atPath: (path as NSString).deletingLastPathComponent + "/ballast")
            }
        }
        say("end \(keeper.status.problem ?? "no problem") \(keeper.status.waitingSamples)")
        await keeper.end(at: SimulatedDays.moment(last))
    }

    /// A line at once, past all buffers: the process may be killed in the next moment.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = Glibc.write(1, bytes, bytes.count)
    }
}
