// SPDX-License-Identifier: MIT
public import ChargerControl
internal import MQTTClient

/// A grid meter that is asked over Modbus TCP, by libmodbus on a thread of its own.
public final class ModbusMeter: Sendable {
    /// What the meter tells, for a single reader; who falls behind misses the oldest.
    ///
    /// Ends with ``run()``.
    public let reports: AsyncStream<GridMeterReport>
    private let settings: ModbusMeterSettings
    private let now: @Sendable () -> Moment
    private let continuation: AsyncStream<GridMeterReport>.Continuation
    private let stop = MeterStop()

    /// A meter that is asked once `run()` is called.
    /// - Parameters:
    ///   - settings: without a ``ModbusMeterSettings/problem``.
    ///   - now: gives the time for readings.
    public init(settings: ModbusMeterSettings, now: @escaping @Sendable () -> Moment) {
        self.settings = settings
        self.now = now
        (reports, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(16))
    }

    /// How often the meter's thread has gone round: grows at least every 10 s while it lives, save while it waits
    /// for an answer.
    public var rounds: UInt64 { stop.wake.waits }

    /// Asks the meter again and again until the task is cancelled, whatever happens to it; then joins the thread.
    ///
    /// To be called once. A question that is under way is given up at once.
    public func run() async {
        let thread = NamedThread(name: "modbus") { [settings, stop, now, continuation] in
            var poller = ModbusPoller(settings: settings, stop: stop, now: now) { continuation.yield($0) }
            poller.run()
        }
        await withTaskCancellationHandler {
            await thread.runToEnd()
        } onCancel: {
            stop.stop()
        }
        continuation.finish()
    }
}
