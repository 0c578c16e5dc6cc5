// SPDX-License-Identifier: MIT
import ChargerSimulator
import Testing

@testable import chargebridge

@Suite("What is typed to a simulator")
struct SimulatorOrderTests {
    private let control: SimulatorControl

    init() throws {
        let model = try #require(ChargerModel(named: "12|30"))
        control =
            SimulatorServer(
                SimulatedCharger.Configuration(model: model), port: .pseudoTerminal(link: "/nowhere")
            ).control
    }

    @Test(
        "A wrong order is answered with what is wrong, then with all that can be typed",
        arguments: [
            ("bogus", "there is no order 'bogus'"),
            ("garbled 7", "'garbled' is followed by a number from 0 to 1, not '7'"),
            ("error abc", "'error' is followed by a whole number from 0 to 255, not 'abc'"),
            ("flags 2.5", "'flags' is followed by a whole number from 0 to 255, not '2.5'"),
            ("late", "'late' is followed by a whole number from 0 to 60000"),
            ("mains maybe", "'mains' is followed by off or on"),
            ("frames up", "'frames' is followed by one of never, between-fields, anywhere"),
        ])
    func wrong(line: String, complaint: String) {
        let answer = SimulatorOrder.obey(line, control)
        #expect(answer == "\(complaint)\n\(SimulatorOrder.obey("help", control))")
    }

    @Test("A limit that the charger takes as another one is said to be another one")
    func clamped() {
        #expect(SimulatorOrder.obey("app 12", control) == "done")
        #expect(
            SimulatorOrder.obey("app 5", control) == "done, as 7.5 A: the nearest that this charger takes")
    }
}
