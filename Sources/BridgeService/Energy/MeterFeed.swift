// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import EnergySources
import Logging

/// Hands what a grid meter tells to the charger that follows the sun, and says what changes.
struct MeterFeed: Sendable {
    let charger: LiveCharger
    let now: @Sendable () -> Moment
    let logger: Logger

    func take(_ report: GridMeterReport) async {
        switch report {
        case .reading(let reading):
            await charger.grid(watts: reading.watts, age: reading.age(at: now()))
        case .trouble(let reason):
            logger.warning("the grid meter: \(reason)")
            await charger.meterFailed(reason)
        case .ignored(let reason): logger.warning("the grid meter: \(reason)")
        }
    }
}
