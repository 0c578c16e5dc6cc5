// SPDX-License-Identifier: MIT
import ChargerSimulator
import Testing

@Suite("Models")
struct ModelTests {
    @Test(
        "A model is found by its rating or product id",
        arguments: [
            ("24|12", 0xA334, 120, 30), ("12|30", 0xA330, 300, 75), ("12|30 (3)", 0xA331, 300, 75),
            ("0xA32A", 0xA32A, 160, 40), ("IP43 12|50", 0xA340, 500, 125),
            ("Blue Smart IP22 24|8 (3)", 0xA333, 80, 20),
        ])
    func named(name: String, id: UInt16, maximum: Int, minimum: Int) throws {
        let model = try #require(ChargerModel(named: name))
        #expect(model.productID == id)
        #expect(model.maximumDeciamperes == maximum)
        #expect(model.minimumDeciamperes == minimum)
    }

    @Test(
        "What no charger is called is no model", arguments: ["", "12", "24|1", "12|3", "0xZZ", "0x0300", "|"])
    func unknown(name: String) { #expect(ChargerModel(named: name) == nil) }
}
