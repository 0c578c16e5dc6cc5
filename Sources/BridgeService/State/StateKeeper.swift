// SPDX-License-Identifier: MIT
import ChargerControl
import ChargerSession
import Logging

/// Saves a charger's state whenever it changes, off the charger's own thread.
struct StateKeeper: Sendable {
    let file: StateFile
    let charger: LiveCharger
    let logger: Logger

    /// Saves until the states end; the last one is saved too.
    func run(_ states: AsyncStream<KeptState>) async {
        var hasFailed = false
        for await state in states {
            let file = file
            // A slow SD card must not keep the charger waiting.
            let failure = await withTaskExecutorPreference(globalConcurrentExecutor) {
                await save(state, to: file)
            }
            if let failure, !hasFailed {
                logger.warning("\(failure); the wish, the wear counters and the totals are lost at a restart")
            } else if failure == nil, hasFailed {
                logger.info("the state can be saved again")
            }
            hasFailed = failure != nil
            await charger.saved(state, isSafe: failure == nil)
        }
    }

    @concurrent
    private func save(_ state: KeptState, to file: StateFile) async -> String? {
        do {
            try file.save(state)
            return nil
        } catch {
            return error.reason
        }
    }
}
