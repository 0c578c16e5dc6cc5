// SPDX-License-Identifier: MIT
import ChargerControl

/// Puts readings, or samples, together to one sample.
struct SampleSum: Sendable {
    private var reports = 0
    private var readings = 0
    private var voltage = ExtentSum()
    private var current = ExtentSum()
    private var power = ExtentSum()
    private var batteryTemperature = ExtentSum()
    private var internalTemperature = ExtentSum()
    private var stages = StageCount()
    private var limit: CurrentLimit?

    mutating func add(_ reading: Reading) {
        reports &+= 1
        guard reading.isHeard else { return }
        readings &+= 1
        voltage.add(reading.voltage)
        current.add(reading.current)
        power.add(reading.power)
        batteryTemperature.add(reading.batteryTemperature)
        internalTemperature.add(reading.internalTemperature)
        stages.add(reading.stage)
        limit = reading.limit ?? limit
    }

    mutating func add(_ sample: Sample) {
        reports = Self.sum(reports, sample.reports)
        readings = Self.sum(readings, sample.readings)
        voltage.add(sample.voltage, weight: sample.readings)
        current.add(sample.current, weight: sample.readings)
        power.add(sample.power, weight: sample.readings)
        batteryTemperature.add(sample.batteryTemperature, weight: sample.readings)
        internalTemperature.add(sample.internalTemperature, weight: sample.readings)
        stages.add(sample.stage, weight: sample.readings)
        limit = sample.limit ?? limit
    }

    func sample(at time: Int64) -> Sample {
        var sample = Sample(time: time, reports: reports, readings: readings)
        sample.voltage = voltage.extent
        sample.current = current.extent
        sample.power = power.extent
        sample.batteryTemperature = batteryTemperature.extent
        sample.internalTemperature = internalTemperature.extent
        sample.stage = stages.longest
        sample.limit = limit
        return sample
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? left : sum
    }
}

extension SampleSum {
    /// Puts samples together to buckets of a width.
    /// - Parameters:
    ///   - samples: in any order; quickest in that of time.
    ///   - width: seconds.
    /// - Returns: samples of that width, oldest first.
    static func samples(_ samples: [Sample], width: Int64) -> [Sample] {
        let isSorted = zip(samples, samples.dropFirst()).allSatisfy { $0.time <= $1.time }
        let sorted = isSorted ? samples : samples.sorted { $0.time < $1.time }
        var sums: [Sample] = []
        sums.reserveCapacity(sorted.count)
        var index = 0
        while index < sorted.count {
            let time = SampleTime.start(of: sorted[index].time, width: width)
            var end = index + 1
            while end < sorted.count, sorted[end].time - time < width { end += 1 }
            sums.append(sum(sorted[index..<end], at: time))
            index = end
        }
        return sums
    }

    private static func sum(_ samples: ArraySlice<Sample>, at time: Int64) -> Sample {
        if samples.count == 1, var only = samples.first {
            only.time = time
            return only
        }
        var sum = SampleSum()
        for sample in samples { sum.add(sample) }
        return sum.sample(at: time)
    }
}

/// How long each stage held.
struct StageCount: Sendable {
    private var counts: [(stage: ChargeStage, weight: Int)] = []

    mutating func add(_ stage: ChargeStage?, weight: Int = 1) {
        guard let stage, weight > 0 else { return }
        if let index = counts.firstIndex(where: { $0.stage == stage }) {
            counts[index].weight &+= weight
        } else {
            counts.append((stage, weight))
        }
    }

    /// The one that held longest; the later one of two.
    var longest: ChargeStage? {
        counts.reduce(nil as (stage: ChargeStage, weight: Int)?) { best, next in
            best.map { next.weight >= $0.weight ? next : $0 } ?? next
        }?.stage
    }
}
