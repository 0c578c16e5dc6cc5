// SPDX-License-Identifier: MIT
import ChargerControl
import Foundation

/// A bucket as text in a slot: eight hexadecimal digits of checksum, a blank, JSON, blanks, a line's end.
enum RecentSlot {
    private struct Contents: Codable {
        var charger: String
        var stage: ChargeStage?
        var words: String?
        /// In the order of `numbers(_:)`.
        var numbers: [Int64?]
    }

    private static let longestWords = 120
    private static let checksumBytes = 9

    /// A bucket's bytes; nil when it does not fit.
    static func bytes(_ bucket: Bucket, count: Int) -> [UInt8]? {
        encode(bucket, words: bucket.idle.words.map { String($0.prefix(longestWords)) }, count)
            ?? encode(bucket, words: nil, count)
    }

    private static func encode(_ bucket: Bucket, words: String?, _ count: Int) -> [UInt8]? {
        let contents = Contents(
            charger: bucket.charger, stage: bucket.sample.stage, words: words, numbers: numbers(bucket))
        guard let data = try? JSONEncoder().encode(contents), data.count + checksumBytes < count else {
            return nil
        }
        let padding = [UInt8](repeating: 32, count: count - checksumBytes - data.count - 1)
        let text = Array(data) + padding + [10]
        return checksum(text[...]) + [32] + text
    }

    /// The bucket of a slot; nil when it is empty or damaged.
    static func bucket(_ bytes: ArraySlice<UInt8>) -> Bucket? {
        let text = bytes.dropFirst(checksumBytes)
        guard bytes.prefix(8).elementsEqual(checksum(text)),
            let contents = try? JSONDecoder().decode(Contents.self, from: Data(text))
        else { return nil }
        return bucket(contents)
    }

    /// FNV-1a, 32 bits (RFC 9923): finds what a power cut left half written.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var hash: UInt32 = 0x811C_9DC5
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let digits = String(hash, radix: 16)
        return Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
    }

    private static func numbers(_ bucket: Bucket) -> [Int64?] {
        let sample = bucket.sample
        let extents = [
            sample.voltage, sample.current, sample.power, sample.batteryTemperature,
            sample.internalTemperature,
        ]
        let head: [Int64?] = [
            bucket.sequence, sample.time, Int64(sample.reports), Int64(sample.readings),
            sample.limit.map { Int64($0.deciamperes) }, bucket.flow.milliseconds, bucket.flow.microcoulombs,
            bucket.flow.microjoules, bucket.totals.joules, bucket.totals.coulombs, bucket.elapsed,
            Int64(bucket.idle.errorCode), bucket.idle.plugIsOff ? 1 : 0,
        ]
        return head
            + extents.flatMap { extent in
                [extent?.minimum, extent?.mean, extent?.maximum].map { $0.map { Int64($0) } }
            }
    }

    private static func bucket(_ contents: Contents) -> Bucket? {
        let numbers = contents.numbers
        guard numbers.count == 28, let sequence = numbers[0], sequence >= 0, let time = numbers[1],
            let reports = numbers[2], let readings = numbers[3], let milliseconds = numbers[5],
            let microcoulombs = numbers[6], let microjoules = numbers[7], let joules = numbers[8],
            let coulombs = numbers[9], let errorCode = numbers[11], let plug = numbers[12]
        else { return nil }
        var sample = Sample(time: SampleTime.held(time), reports: Int(reports), readings: Int(readings))
        sample.limit = numbers[4].flatMap { Int(exactly: $0) }.map { CurrentLimit(deciamperes: $0) }
        sample.voltage = extent(numbers[13...15])
        sample.current = extent(numbers[16...18])
        sample.power = extent(numbers[19...21])
        sample.batteryTemperature = extent(numbers[22...24])
        sample.internalTemperature = extent(numbers[25...27])
        sample.stage = contents.stage
        return Bucket(
            sequence: sequence, charger: contents.charger, sample: sample,
            flow: Bucket.Flow(
                milliseconds: milliseconds, microcoulombs: microcoulombs, microjoules: microjoules),
            totals: WholeTotals(joules: joules, coulombs: coulombs), elapsed: numbers[10],
            idle: Bucket.Idle(errorCode: Int(errorCode), plugIsOff: plug != 0, words: contents.words))
    }

    private static func extent(_ numbers: ArraySlice<Int64?>) -> Extent? {
        let numbers = numbers.compactMap { $0.flatMap { Int(exactly: $0) } }
        return numbers.count == 3 ? Extent(minimum: numbers[0], mean: numbers[1], maximum: numbers[2]) : nil
    }
}
