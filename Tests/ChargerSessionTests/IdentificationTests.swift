import ChargerControl
import ChargerSimulator
import Testing

@Suite("Which charger it is")
struct IdentificationTests {
    @Test("text says it twice, registers say the bounds")
    func text() async throws {
        try await Bench.with { bench in
            await bench.run(.seconds(6))
            let identity = try #require(bench.snapshot?.identity)
            #expect(identity.productID == 0xA330)
            #expect(identity.model == "Blue Smart IP22 12|30 (1)")
            #expect(identity.firmware == "3.42")
            #expect(identity.serialNumber == "HQ2200SIMUL")
            #expect(identity.nominalVolts == 12)
            #expect(identity.maximum == CurrentLimit(deciamperes: 300))
            #expect(identity.minimum == CurrentLimit(deciamperes: 75))
            #expect(bench.requests(of: "DFED") == 1)
            #expect(!bench.requests.contains("451"))
        }
    }
}
