// SPDX-License-Identifier: MIT
import ChargerControl

/// Finds the charges in a charger's buckets.
///
/// A session begins with the first charging stage and goes on through float. It ends when the charger does
/// something else for half a minute or is silent for five, and then at the time it last charged.
struct SessionDetector: Sendable {
    /// How long another stage must hold, s: a charger may blink when a limit changes.
    private static let patience: Int64 = 30
    /// How long a silence may be, s: a cable may be moved, the program restarted.
    private static let silence: Int64 = 300

    /// The session that has not ended.
    private(set) var open: ChargeSession?
    private var quiet: Int64 = 0

    init(open: ChargeSession? = nil) { self.open = open }

    /// Takes a bucket in.
    /// - Returns: a session that has ended with it.
    mutating func take(_ bucket: Bucket) -> ChargeSession? {
        var ended = endIfUnseen(before: bucket)
        guard isCharging(bucket) else { return rest(bucket) ?? ended }
        if let session = open, session.float.milliseconds > 0, bucket.sample.stage == .bulk {
            ended = end(.newCycle, "charging began anew")
        }
        var session =
            open ?? ChargeSession(id: bucket.sequence, charger: bucket.charger, start: bucket.sample.time)
        session.add(bucket)
        open = session
        quiet = 0
        return ended
    }

    /// Gives the open session a higher number.
    mutating func renumber(by shift: Int64) { open?.id &+= shift }

    private func isCharging(_ bucket: Bucket) -> Bool {
        guard let stage = bucket.sample.stage, bucket.sample.isLinked else { return false }
        return stage.isCharging || stage == .float && open != nil
    }

    /// Ends a session whose end fell into a time in which the program did not run.
    private mutating func endIfUnseen(before bucket: Bucket) -> ChargeSession? {
        guard let open else { return nil }
        // After a start only the calendar can tell; later a jump of the calendar means nothing.
        let gap = bucket.elapsed ?? bucket.sample.time - open.lastCharging
        guard gap.magnitude > UInt64(Self.silence) else { return nil }
        return end(.notSeen, "the program was not running")
    }

    private mutating func rest(_ bucket: Bucket) -> ChargeSession? {
        guard let session = open else { return nil }
        quiet += min(max(bucket.elapsed ?? BucketCollector.width, 1), Self.silence)
        let patience = bucket.sample.isLinked ? Self.patience : Self.silence
        guard quiet >= patience else { return nil }
        let (ending, words) = Self.ending(of: session, by: bucket)
        return end(ending, words)
    }

    private mutating func end(_ ending: SessionEnding, _ words: String) -> ChargeSession? {
        guard var session = open else { return nil }
        open = nil
        quiet = 0
        session.ending = ending
        session.endingWords = words
        return session
    }

    private static func ending(of session: ChargeSession, by bucket: Bucket) -> (SessionEnding, String) {
        let words = bucket.idle.words
        if bucket.idle.plugIsOff { return (.switchedOff, words ?? "the plug was switched off") }
        guard bucket.sample.isLinked else { return (.silent, words ?? "the charger fell silent") }
        if bucket.sample.stage == .fault || bucket.idle.errorCode != 0 {
            return (.fault, words ?? "the charger reported error \(bucket.idle.errorCode)")
        }
        if bucket.sample.stage == .storage { return (.full, words ?? "the battery is full") }
        if session.float.milliseconds > 0 { return (.full, "the charger went off after float") }
        return (.chargerOff, words ?? "the charger went off")
    }
}

extension ChargeSession {
    fileprivate mutating func add(_ bucket: Bucket) {
        let sample = bucket.sample
        lastCharging = max(start, sample.time + BucketCollector.width)
        switch sample.stage {
        case .bulk: bulk.add(bucket.flow)
        case .absorption, .repeatedAbsorption: absorption.add(bucket.flow)
        case .float: float.add(bucket.flow)
        default: other.add(bucket.flow)
        }
        startVoltage = startVoltage ?? sample.voltage?.mean
        endVoltage = sample.voltage?.mean ?? endVoltage
        peakVoltage = Self.higher(peakVoltage, sample.voltage?.maximum)
        peakCurrent = Self.higher(peakCurrent, sample.current?.maximum)
        peakBatteryTemperature = Self.higher(peakBatteryTemperature, sample.batteryTemperature?.maximum)
        peakInternalTemperature = Self.higher(peakInternalTemperature, sample.internalTemperature?.maximum)
    }

    private static func higher(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return left ?? right }
        return max(left, right)
    }
}
