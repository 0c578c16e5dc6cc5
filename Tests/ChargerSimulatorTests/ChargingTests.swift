// SPDX-License-Identifier: MIT
import ChargerSimulator
import Testing
import VEDirect

@Suite("Charging")
struct ChargingTests {
    private struct Moment {
        let phase: ChargePhase
        let volts: Double
        let amperes: Double
    }

    private static func charge(
        _ chemistry: Chemistry, seconds: Int, change: (inout SimulatedCharger) -> Void = { _ in }
    ) throws -> [Moment] {
        var charger = try SimulatedCharger.typical {
            $0.battery = SimulatedBattery(
                chemistry: chemistry, nominalVolts: 24, capacityAmpereHours: 100, stateOfCharge: 0.3)
            $0.speed = 300
        }
        change(&charger)
        return (1...seconds).map { _ in
            _ = charger.advance(to: charger.now + .seconds(1))
            let registers = charger.registers
            func number(_ id: UInt16) -> Int {
                (registers[id]?.value ?? []).reversed().reduce(0) { $0 << 8 | Int($1) }
            }
            return Moment(
                phase: charger.phase, volts: Double(number(0xED8D)) / 100,
                amperes: Double(number(0xED8C)) / 1000)
        }
    }

    private static func phases(_ moments: [Moment]) -> [ChargePhase] {
        moments.reduce(into: []) { if $0.last != $1.phase { $0.append($1.phase) } }
    }

    @Test(
        "A charge goes through bulk, absorption, float, storage and a weekly absorption",
        arguments: Chemistry.allCases)
    func phases(chemistry: Chemistry) throws {
        let moments = try Self.charge(chemistry, seconds: 2500)
        #expect(
            Self.phases(moments).prefix(6) == [
                .bulk, .absorption, .float, .storage, .repeatedAbsorption, .storage,
            ])
    }

    @Test(
        "Each phase holds its voltage",
        arguments: [(Chemistry.liFePO4, 28.4, 27.0, 27.0), (Chemistry.leadAcid, 28.8, 27.6, 26.4)])
    func voltages(chemistry: Chemistry, absorption: Double, float: Double, storage: Double) throws {
        let moments = try Self.charge(chemistry, seconds: 1000)
        func last(_ phase: ChargePhase) throws -> Double {
            try #require(moments.last { $0.phase == phase }).volts
        }
        let inAbsorption = try last(.absorption)
        let inFloat = try last(.float)
        let inStorage = try last(.storage)
        #expect(abs(inAbsorption - absorption) <= 0.02)
        // A lithium battery rests above its float voltage: the charger then gives nothing.
        #expect(inFloat >= float - 0.02 && inFloat <= absorption)
        #expect(inStorage >= storage - 0.02 && inStorage <= float + 0.25)
        #expect(moments.allSatisfy { $0.volts <= absorption + 0.02 })
    }

    @Test("In bulk the current is the limit's and the voltage climbs", arguments: [120, 75, 30])
    func bulk(limit: Int) throws {
        let moments = try Self.charge(.liFePO4, seconds: 50) {
            $0.writeByAnotherHand(0xEDF0, [UInt8(limit), 0])
        }
        let bulk = moments.filter { $0.phase == .bulk }
        #expect(bulk.count > 10)
        #expect(bulk.allSatisfy { $0.amperes == Double(limit) / 10 })
        #expect(zip(bulk, bulk.dropFirst()).allSatisfy { $1.volts >= $0.volts - 0.02 })
        let (first, last) = (try #require(bulk.first), try #require(bulk.last))
        #expect(last.volts > first.volts)
    }

    @Test("In absorption the current decays", arguments: Chemistry.allCases)
    func absorption(chemistry: Chemistry) throws {
        let currents = try Self.charge(chemistry, seconds: 400).filter { $0.phase == .absorption }.map(
            \.amperes)
        #expect(zip(currents, currents.dropFirst()).allSatisfy { $1 <= $0 + 0.02 })
        let (first, last) = (try #require(currents.first), try #require(currents.last))
        #expect(last < first / 2)
    }

    @Test("The current never passes the limit, whatever it is set to", arguments: [31, 44, 77, 120])
    func neverAboveTheLimit(limit: Int) throws {
        var charger = try SimulatedCharger.typical { $0.speed = 60 }
        charger.writeByAnotherHand(0xEDF0, [UInt8(limit), 0])
        let stream = charger.listen(seconds: 120)
        #expect(stream.blocks.allSatisfy { $0.number("I") ?? .max <= limit * 100 })
        let exact = stream.unasked.filter { $0.address == 0xED8C }
        #expect(!exact.isEmpty && exact.allSatisfy { $0.number <= limit * 100 })
    }

    @Test("A lower limit holds within two seconds, also in the text")
    func loweringHolds() throws {
        var charger = try SimulatedCharger.typical()
        let before = charger.listen(seconds: 10).blocks
        #expect(before.last?.number("I") == 12_000)
        #expect(charger.ask(":8F0ED0046002A", seconds: 2) == [":8F0ED0046002A"])
        #expect(charger.listen(seconds: 5).blocks.allSatisfy { $0.number("I") == 7_000 })
    }

    @Test("Low-current mode halves the output, at night for eight hours")
    func lowCurrent() throws {
        var charger = try SimulatedCharger.typical { $0.speed = 3600 }
        charger.writeByAnotherHand(0xE001, [2])
        #expect(charger.limitInForce == 60)
        _ = charger.advance(to: .seconds(7))
        #expect(charger.registers[0xE001]?.value == [2])
        _ = charger.advance(to: .seconds(9))
        #expect(charger.registers[0xE001]?.value == [0])
        #expect(charger.limitInForce == 120)
    }

    @Test("A load that pulls a float battery down starts a new charge and a new cycle")
    func newCycle() throws {
        var charger = try SimulatedCharger.typical {
            $0.battery = SimulatedBattery(
                chemistry: .liFePO4, nominalVolts: 24, capacityAmpereHours: 100, stateOfCharge: 0.99)
            $0.speed = 600
        }
        _ = charger.advance(to: .seconds(40))
        #expect(charger.phase == .float)
        let before = charger.registers[0x1099]?.value
        charger.battery.loadAmperes = 40
        _ = charger.advance(to: .seconds(70))
        #expect(charger.phase == .bulk)
        #expect(charger.registers[0x1099]?.value != before)
    }

    @Test("A bulk that takes too long is error 20, and stops the charge until the next power-up")
    func bulkTime() throws {
        var charger = try SimulatedCharger.typical { $0.speed = 3600 }
        charger.battery.loadAmperes = 20
        charger.writeByAnotherHand(0xEDFC, [0x64, 0x00])
        let block = try #require(charger.listen(seconds: 10).blocks.last)
        #expect(block.number("ERR") == 20)
        #expect(block.number("CS") == 2)
        #expect(block.number("I") == 0)
        charger.powerOff()
        charger.powerOn()
        #expect(charger.phase == .bulk)
    }

    @Test("A lithium battery below the low-temperature level is not charged")
    func cold() throws {
        var charger = try SimulatedCharger.typical()
        charger.battery.temperatureCelsius = 2
        let block = try #require(charger.listen(seconds: 6).blocks.last)
        #expect(block["T"] == "2")
        #expect(block.number("ERR") == 14)
        #expect(block.number("I") == 0)
        charger.battery.temperatureCelsius = 12
        #expect(charger.listen(seconds: 6).blocks.last?.number("CS") == 3)
    }

    @Test(
        "A battery and charger that can't be are held within what can",
        arguments: [Double.nan, .infinity, -.infinity, -1, 1e300])
    func absurd(value: Double) throws {
        var charger = try SimulatedCharger.typical {
            $0.battery = SimulatedBattery(
                chemistry: .leadAcid, nominalVolts: -5, capacityAmpereHours: value, stateOfCharge: value,
                temperatureCelsius: value, resistanceOhms: value)
            $0.model = ChargerModel(
                productID: 0, name: "", nominalVolts: .min, maximumDeciamperes: .max, outputs: .min)
            $0.speed = value.isFinite ? 50 : value
        }
        charger.battery.loadAmperes = value
        charger.battery.stateOfCharge = value
        charger.battery.temperatureCelsius = value
        #expect(charger.listen(seconds: 6).blocks.count >= 3)
        #expect((0...1).contains(charger.battery.stateOfCharge))
    }

    @Test("As a power supply it holds that voltage")
    func powerSupply() throws {
        var charger = try SimulatedCharger.typical()
        charger.writeByAnotherHand(0xEDE9, [0xF0, 0x0A])
        charger.writeByAnotherHand(0x0206, [1])
        let block = try #require(charger.listen(seconds: 8).blocks.last)
        #expect(block.number("CS") == 11)
        #expect(block.number("V") ?? .max <= 28_000)
    }
}
