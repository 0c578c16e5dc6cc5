// SPDX-License-Identifier: MIT
extension SimulatedCharger {
    /// What a charger's answer to register 0x2015, the current limit of the network, is worth.
    public enum NetworkLimit: String, Sendable, CaseIterable {
        /// No such register.
        case absent
        /// Written and read, without any effect.
        case ignored
        /// In force while 0x200E (0x05) and it are renewed; what the maker documents for the MPPT family.
        case obeyed
    }

    /// When things happen on the wire.
    public struct Timing: Sendable, Equatable {
        /// Speed of the line.
        public var pacing = WirePacing.veDirect
        /// From one 0x2009 or 0x200E frame to the next.
        ///
        /// They alternate. Real chargers: 9 or 10 pairs a second.
        public var beat = Duration.microseconds(51_500)
        /// From one text block to the next.
        ///
        /// In a recording it lags the seconds of 0x0120 by some 27 ms a second.
        public var text = Duration.milliseconds(1027)
        /// From power-up to the first text block.
        public var textAfterPowerUp = Duration.milliseconds(2570)
        /// Uptime at which the cycle record and cumulative registers are sent, in seconds.
        public var cyclesAtUptime = 6
        /// Uptime at which the network registers are sent and 0x200E becomes 0x21, in seconds.
        public var networkAtUptime = 10
        /// From power-up to full current; what flows meanwhile rises steadily.
        public var ramp = Duration.zero
        /// From the end of a request to the start of its answer.
        public var answer = Duration.milliseconds(8)
        /// How long 0x2015 and a written 0x200E hold without being renewed.
        public var networkLimit = Duration.seconds(55)

        /// The times of a real charger.
        public init() {}
    }

    /// Which charger, with which battery, in which mood.
    public struct Configuration: Sendable {
        /// Product id, name, voltage, maximum current.
        public var model: ChargerModel
        /// Serial number, as in the text field `SER#`.
        public var serialNumber = "HQ2200SIMUL"
        /// Firmware as in the text field `FWE`: `0x0342FF` is v3.42 release, `0x020801` v2.08 beta 1.
        public var firmware: UInt32 = 0x0342FF
        /// The battery at its terminals.
        public var battery: SimulatedBattery
        /// Registers that replace or join those of a Blue Smart charger.
        public var registers: [UInt16: SimulatedRegister] = [:]
        /// Registers of a Blue Smart charger that this one lacks.
        public var missingRegisters: Set<UInt16> = []
        /// What 0x2015 does.
        public var networkLimit = NetworkLimit.obeyed
        /// How many seconds pass for battery and charge in one second on the wire; 1 … 100 000.
        public var speed = 1.0
        /// When things happen on the wire.
        public var timing = Timing()
        /// How many of the newest requests are remembered.
        public var rememberedRequests = 10_000
        /// Seed of every chance: damage on the wire, noise of the measurements.
        public var seed: UInt64 = 1

        /// A charger and its battery.
        /// - Parameters:
        ///   - model: Product id, name, voltage, maximum current.
        ///   - battery: nil for a LiFePO4 battery of the charger's voltage, 100 Ah, 40 % charged.
        public init(model: ChargerModel, battery: SimulatedBattery? = nil) {
            self.model = model
            self.battery =
                battery
                ?? SimulatedBattery(
                    chemistry: .liFePO4, nominalVolts: model.nominalVolts, capacityAmpereHours: 100,
                    stateOfCharge: 0.4)
        }
    }
}
