// SPDX-License-Identifier: MIT
import Testing
import VEDirect

@Suite("Products, states, errors, versions")
struct ValueTests {
    @Test(
        "products are named and rated",
        arguments: [
            (0xA320, "Blue Smart IP22 12|15 (1)", 12, 15, 1),
            (0xA321, "Blue Smart IP22 12|15 (3)", 12, 15, 3),
            (0xA323, "Blue Smart IP22 12|20 (3)", 12, 20, 3),
            (0xA324, "Blue Smart IP22 12|30 (1)", 12, 30, 1),
            (0xA326, "Blue Smart IP22 24|8 (1)", 24, 8, 1), (0xA328, "Blue Smart IP22 24|12 (1)", 24, 12, 1),
            (0xA32B, "Blue Smart IP22 24|16 (3)", 24, 16, 3),
            (0xA32C, "Blue Smart IP22 12|15 (1)", 12, 15, 1),
            (0xA32F, "Blue Smart IP22 12|20 (3)", 12, 20, 3),
            (0xA330, "Blue Smart IP22 12|30 (1)", 12, 30, 1),
            (0xA332, "Blue Smart IP22 24|8 (1)", 24, 8, 1), (0xA334, "Blue Smart IP22 24|12 (1)", 24, 12, 1),
            (0xA337, "Blue Smart IP22 24|16 (3)", 24, 16, 3),
            (0xA340, "Phoenix Smart IP43 12|50 (1+1)", 12, 50, 2),
            (0xA343, "Phoenix Smart IP43 24|25 (3)", 24, 25, 3),
            (0xA347, "Phoenix Smart IP43 24|16 (3)", 24, 16, 3),
        ])
    func products(id: Int, name: String, volts: Int, amperes: Int, outputs: Int) {
        let product = Product(id: UInt16(id))
        #expect(product.name == name)
        #expect(product.ratedVolts == volts)
        #expect(product.ratedAmperes == amperes)
        #expect(product.outputs == outputs)
        #expect(product.isKnown)
    }

    @Test(
        "of some products only the family is known",
        arguments: [
            (0xA300, Product.Family.blueSmartIP65), (0xA30F, .blueSmartIP65), (0xA310, .blueSmartIP67),
            (0xA31D, .blueSmartIP67), (0xA338, .blueSmartIP65), (0xA33C, .blueSmartIP65),
        ])
    func families(id: Int, family: Product.Family) {
        let product = Product(id: UInt16(id))
        #expect(product.family == family)
        #expect(product.name == family.rawValue)
        #expect(product.ratedAmperes == nil && product.ratedVolts == nil && product.outputs == nil)
    }

    @Test("the IP65 12|25 is rated though its outputs are not told")
    func ip65() {
        #expect(Product(id: 0xA30A).name == "Blue Smart IP65 12|25")
        #expect(Product(id: 0xA30A).ratedAmperes == 25)
    }

    @Test(
        "an id that is not known stays a number",
        arguments: [
            (0xA399, "unknown product 0xA399"), (0x0300, "unknown product 0x0300"),
            (0xA31E, "unknown product 0xA31E"),
            (0xA348, "unknown product 0xA348"),
        ])
    func unknownProducts(id: Int, name: String) {
        #expect(Product(id: UInt16(id)).description == name)
        #expect(!Product(id: UInt16(id)).isKnown)
    }

    @Test("every product id of the list has a family")
    func everyID() {
        let known = (0xA300...0xA31D).map { $0 } + (0xA320...0xA33C).map { $0 } + (0xA340...0xA347).map { $0 }
        #expect(known.allSatisfy { Product(id: UInt16($0)).isKnown })
        #expect((0...0xFFFF).count { Product(id: UInt16($0)).isKnown } == known.count)
    }

    @Test("states have words, and unknown ones stay numbers")
    func states() {
        #expect(
            ChargeState.all.map(\.rawValue) == [
                0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 245, 246, 247, 248, 250, 252, 255,
            ])
        #expect((0...255).count { ChargeState(rawValue: $0).isKnown } == ChargeState.all.count)
        #expect(Set(ChargeState.all.map(\.text)).count == ChargeState.all.count)
        #expect(ChargeState.bulk.text == "bulk")
        #expect(ChargeState(rawValue: 42).description == "unknown state 42")
        #expect(!ChargeState(rawValue: 42).isKnown)
    }

    @Test("errors have words, and unknown ones stay numbers")
    func errors() {
        #expect(
            ChargerError.all.map(\.rawValue) == [
                0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29, 33, 34, 38,
                39, 65, 66,
                67, 68, 116, 117, 119,
            ])
        #expect((0...255).count { ChargerError(rawValue: $0).isKnown } == ChargerError.all.count)
        #expect(Set(ChargerError.all.map(\.text)).count == ChargerError.all.count)
        #expect(ChargerError.none.text == "OK")
        #expect(ChargerError(rawValue: 99).description == "unknown error 99")
        #expect(ChargerError.bulkTimeLimitExceeded.rawValue == 20)
    }

    @Test(
        "versions of 24 bits",
        arguments: [
            ("0342FF", "3.42"), ("020801", "2.08-beta-01"), ("0116FF", "1.16"), ("1200FF", "12.00"),
            ("034210", "3.42-beta-10"),
        ])
    func version24(text: String, words: String) {
        #expect(FirmwareVersion(text24: text)?.description == words)
        #expect(UInt32(text, radix: 16).map { FirmwareVersion(code24: $0).description } == words)
    }

    @Test(
        "versions of 16 bits",
        arguments: [
            ("208", "2.08"), ("C208", "2.08-rc-C"), ("159", "1.59"), ("1159", "11.59"), ("a116", "1.16-rc-A"),
        ])
    func version16(text: String, words: String) {
        #expect(FirmwareVersion(text16: text)?.description == words)
    }

    @Test(
        "versions of HEX answers",
        arguments: [
            (0x4116, "1.16"), (0x0116, "1.16-boot"), (0x8116, "1.16-tester"), (0xC116, "1.16-rc"),
            (0x4342, "3.42"),
        ])
    func versionWord(word: Int, words: String) {
        let version = FirmwareVersion(word: UInt16(word))
        #expect(version.description == words)
        #expect(version.word == UInt16(word))
    }

    @Test(
        "text that is no version is none",
        arguments: [
            "", "3", "34", "-342", "0342F", "0342FF0", "+342FF", "03 2FF", "x", "C", "CC08", "\u{e9}208",
        ])
    func noVersion(text: String) {
        #expect(FirmwareVersion(text24: text) == nil)
        #expect(FirmwareVersion(text16: text) == nil)
    }
}
