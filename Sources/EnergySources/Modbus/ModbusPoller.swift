// SPDX-License-Identifier: MIT
internal import ChargerControl

/// Ask, tell, wait, ask again, until the program stops: the work of the meter's thread.
struct ModbusPoller {
    let settings: ModbusMeterSettings
    let stop: MeterStop
    let now: @Sendable () -> Moment
    let tell: (GridMeterReport) -> Void
    private let sum: RegisterSum
    private var connection: ModbusConnection?
    private var failures = 0
    private var lastTrouble: String?

    init(
        settings: ModbusMeterSettings, stop: MeterStop, now: @escaping @Sendable () -> Moment,
        tell: @escaping (GridMeterReport) -> Void
    ) {
        (self.settings, self.stop, self.now, self.tell) = (settings, stop, now, tell)
        sum = RegisterSum(settings: settings)
    }

    mutating func run() {
        var next = ContinuousClock.now
        while stop.wait(until: next) {
            let start = ContinuousClock.now
            poll()
            next = max(start + settings.interval, .now + pause)
        }
        connection = nil
    }

    private mutating func poll() {
        // Whatever it answers, it was measured no earlier than it was asked for.
        let asked = now()
        do throws(MeterTrouble) {
            let watts = try sum.watts(try read())
            failures = 0
            lastTrouble = nil
            tell(.reading(GridMeterReading(watts: watts, measured: asked)))
        } catch {
            failures = min(failures + 1, 16)
            guard !stop.isStopping, error.words != lastTrouble else { return }
            lastTrouble = error.words
            tell(.trouble(error.words))
        }
    }

    private mutating func read() throws(MeterTrouble) -> [UInt16] {
        if connection?.isSpent == true { connection = nil }
        let connection = try openConnection()
        var registers: [UInt16] = []
        do throws(ReadError) {
            for block in sum.blocks { registers += try connection.read(block) }
        } catch {
            if error.exception == nil { self.connection = nil }
            throw MeterTrouble(words: error.words(settings))
        }
        return registers
    }

    private mutating func openConnection() throws(MeterTrouble) -> ModbusConnection {
        if let connection { return connection }
        let socket = try MeterDialer(settings: settings, stop: stop).dial()
        let new = try ModbusConnection(socket: socket, settings: settings, stop: stop)
        connection = new
        return new
    }

    /// After failures in a row a device gets some rest, but never so much that it would be found stale after its
    /// return.
    private var pause: Duration {
        failures == 0 ? .zero : min(.seconds(1) * (1 << min(failures - 1, 4)), Self.longestPause)
    }

    private static let longestPause = Duration.seconds(10)
}
