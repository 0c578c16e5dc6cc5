// SPDX-License-Identifier: MIT
import ChargerControl

/// A moment so many seconds after the start of a test.
func at(_ seconds: Double) -> Moment {
    Moment(uptime: .seconds(1000) + .milliseconds(Int(seconds * 1000)), unixMilliseconds: 1_700_000_000_000)
}
