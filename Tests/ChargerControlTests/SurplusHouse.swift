// SPDX-License-Identifier: MIT
import ChargerControl

/// A house with panels, a late meter, a plug and a 24 V 16 A charger, second by second.
struct SurplusHouse {
    static let volts = 26.4
    static let efficiency = 0.94

    var controller: SurplusController
    var now = Moment(uptime: .seconds(1000), unixMilliseconds: 1_800_000_000_000)
    /// The surplus before the charger, in watts.
    var surplus = 0.0
    /// How late the meter is, in seconds.
    var delay = 2
    /// 1, or -1 for a meter that counts the wrong way round.
    var sign = 1.0
    var limit = CurrentLimit(deciamperes: 40)
    /// What the kept register holds, where there is one that lapses beside it.
    var unwornUpTo: CurrentLimit?
    var hasPlug = true
    var plugIsOn = true
    var plugObeys = true
    var brokerIsThere = true
    var meterSpeaks = true
    var stage = ChargeStage.bulk
    /// The most the battery takes, in amperes.
    var batteryTakes = 100.0

    private(set) var amperes = 0.0
    private(set) var writes: [Duration] = []
    /// Writes that wear something.
    private(set) var wears = 0
    private(set) var last = SurplusDecision(reason: "", kind: .waiting)
    private(set) var kinds: Set<SurplusDecision.Kind> = []
    private var grids: [Double] = []
    private var onSince: Duration?
    private var reading: SurplusInputs.GridReading?

    init(_ parameters: SurplusParameters = SurplusParameters(plug: PlugRules()), kept: KeptSurplus? = nil) {
        controller = SurplusController(parameters: parameters, kept: kept, at: now)
        hasPlug = parameters.plug != nil
    }

    /// What the charger takes at a limit, in watts.
    static func watts(_ amperes: Double) -> Double { amperes * volts / efficiency }

    var watts: Double { Self.watts(amperes) }

    /// Switches the plug by hand.
    mutating func hand(_ isOn: Bool) { switchPlug(isOn) }

    /// Lets seconds pass.
    mutating func run(_ seconds: Int, _ change: (inout SurplusHouse, Int) -> Void = { _, _ in }) {
        for second in 0..<seconds {
            change(&self, second)
            second1()
        }
    }

    private mutating func second1() {
        now = now.advanced(by: .seconds(1))
        let age = onSince.map { (now.uptime - $0) / .seconds(1) } ?? 1000
        let speaks = plugIsOn && age > 6
        amperes = speaks ? min(limit.amperes * min((age - 6) / 8, 1), batteryTakes) : 0
        grids.append((watts - surplus) * sign)
        if meterSpeaks, grids.count > delay {
            reading = .init(watts: grids[grids.count - 1 - delay], heardAt: now.uptime)
        }
        if grids.count > 100 { grids.removeFirst() }
        let inputs = SurplusInputs(
            grid: reading, voltage: speaks ? Millivolts(Int(Self.volts * 1000)) : nil,
            current: speaks ? Milliamperes(Int(amperes * 1000)) : nil, stage: speaks ? stage : nil,
            limitInForce: limit, lowest: CurrentLimit(deciamperes: 40),
            highest: CurrentLimit(deciamperes: 160), unwornUpTo: unwornUpTo,
            plug: hasPlug ? .init(isOn: plugIsOn, isReachable: brokerIsThere) : nil)
        last = controller.step(inputs, at: now)
        kinds.insert(last.kind)
        if let wanted = last.limit, speaks {
            limit = wanted
            writes.append(now.uptime)
            if unwornUpTo.map({ wanted > $0 }) ?? true {
                unwornUpTo = unwornUpTo.map { _ in wanted }
                wears += 1
                controller.wrote(at: now)
            }
        }
        if let wanted = last.plug, plugObeys, brokerIsThere { switchPlug(wanted) }
    }

    private mutating func switchPlug(_ isOn: Bool) {
        if isOn, !plugIsOn { onSince = now.uptime }
        plugIsOn = isOn
    }
}
