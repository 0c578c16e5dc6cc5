// SPDX-License-Identifier: MIT
extension LimitDesk {
    /// Chargers whose counts are kept while they are elsewhere.
    private static let mostRemembered = 20

    /// The wear rule protects a charger's memory, not a port: another charger has a count of its own, and finds
    /// it again when it comes back.
    mutating func countWear(of identity: ChargerIdentity, at now: Moment) {
        guard let serial = identity.serialNumber, serial != wearSerial else { return }
        defer {
            wearSerial = serial
            mayHaveNews = true
        }
        // What was written before the charger gave its number was written to it.
        guard let former = wearSerial else { return }
        otherWear[former] = wear.kept(at: now)
        let kept = otherWear.removeValue(forKey: serial)
        while otherWear.count > Self.mostRemembered,
            let oldest = otherWear.min(by: { $0.value.savedAt < $1.value.savedAt })
        {
            otherWear[oldest.key] = nil
        }
        wear = WearGuard(rule: settings.wear, kept: kept, isFirstStart: false, at: now)
        say(
            .info,
            "another charger, serial number \(serial): the count of its settings writes stands at \(wear.lifetime)"
        )
    }
}
