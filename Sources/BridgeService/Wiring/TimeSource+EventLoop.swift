// SPDX-License-Identifier: MIT
import ChargerSession
import NIOCore

extension TimeSource {
    /// The machine's clocks, waiting on an event loop's timer: it wakes the process once for each wait.
    static func eventLoop(_ loop: any EventLoop) -> TimeSource {
        TimeSource(now: TimeSource.system.now) { duration in
            try Task.checkCancellation()
            let timer = loop.scheduleTask(in: TimeAmount(duration)) {}
            try await withTaskCancellationHandler {
                do { try await timer.futureResult.get() } catch { throw CancellationError() }
            } onCancel: {
                timer.cancel()
            }
        }
    }
}
