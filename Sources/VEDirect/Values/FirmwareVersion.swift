// SPDX-License-Identifier: MIT
/// A firmware version, from any of the forms a charger sends.
///
/// The digits of a version are binary-coded decimal: 0x0342 is 3.42. Around them, the forms differ:
/// - `FWE`, and register 0x0102: 24 bits, the digits and then a byte that is FF for a release, else the
///   number of the beta: `0342FF` is 3.42, `020801` is 2.08-beta-01.
/// - `FW`: the digits, before them a letter for a release candidate: `208` is 2.08, `C208` is 2.08-rc-C.
/// - HEX answers to a ping and to the application version: 16 bits, of which the top two tell the kind
///   (boot loader, application, tester, release candidate): 0x4116 is application 1.16.
public struct FirmwareVersion: Sendable, Hashable {
    /// What kind of build it is.
    public enum Stage: Sendable, Hashable {
        /// A released application.
        case release
        /// A beta, with its number.
        case beta(UInt8)
        /// A release candidate, with its letter in upper case where one is sent.
        case candidate(Character?)
        /// The boot loader, not the application.
        case bootLoader
        /// The factory's tester.
        case tester
    }

    /// Major and minor as binary-coded decimal, such as 0x0342.
    public let digits: UInt16
    /// The kind of build.
    public let stage: Stage

    /// A version from its parts.
    /// - Parameters:
    ///   - digits: binary-coded decimal, such as 0x0342 for 3.42.
    ///   - stage: the kind of build.
    public init(digits: UInt16, stage: Stage = .release) {
        self.digits = digits
        self.stage = stage
    }

    /// From the value of `FWE`: six hexadecimal digits.
    ///
    /// Nil when it is something else.
    public init?(text24 text: String) {
        guard text.utf8.count == 6, text.utf8.allSatisfy(\.isHexadecimalDigit),
            let code = UInt32(text, radix: 16)
        else { return nil }
        self.init(code24: code)
    }

    /// From 24 bits as in register 0x0102, such as 0x0342FF.
    /// - Parameter code: 0 to 0xFFFFFF; higher bits do not count.
    public init(code24 code: UInt32) {
        let kind = UInt8(truncatingIfNeeded: code)
        self.init(digits: UInt16(truncatingIfNeeded: code >> 8), stage: kind == 0xFF ? .release : .beta(kind))
    }

    /// From the value of `FW`: three or four digits, of which the first may be a letter.
    ///
    /// Nil when it is
    /// something else.
    public init?(text16 text: String) {
        var digits = Substring(text)
        var stage = Stage.release
        if let first = text.utf8.first, !(0x30...0x39 ~= first) {
            guard 0x41...0x5A ~= first & 0xDF else { return nil }
            stage = .candidate(Character(Unicode.Scalar(first & 0xDF)))
            digits = digits.dropFirst()
        }
        guard 3...4 ~= digits.utf8.count, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            let code = UInt16(digits, radix: 16)
        else { return nil }
        self.init(digits: code, stage: stage)
    }

    /// From 16 bits as in HEX answers, such as 0x4116.
    public init(word: UInt16) {
        let stage: Stage =
            switch word >> 14 {
            case 0: .bootLoader
            case 1: .release
            case 2: .tester
            default: .candidate(nil)
            }
        self.init(digits: word & 0x3FFF, stage: stage)
    }

    /// The version as 16 bits for a HEX answer; betas and the top two bits of the digits have no place in it.
    public var word: UInt16 {
        let kind: UInt16 =
            switch stage {
            case .bootLoader: 0
            case .release, .beta: 1
            case .tester: 2
            case .candidate: 3
            }
        return kind << 14 | digits & 0x3FFF
    }
}

extension FirmwareVersion: CustomStringConvertible {
    /// The version in words, such as "3.42", "2.08-beta-01", "2.08-rc-C" or "1.16".
    public var description: String {
        let major = String(digits >> 8, radix: 16, uppercase: true)
        let version = major + "." + Self.twoDigits(UInt8(truncatingIfNeeded: digits))
        return switch stage {
        case .release: version
        case .beta(let number): version + "-beta-" + Self.twoDigits(number)
        case .candidate(let letter): version + "-rc" + (letter.map { "-\($0)" } ?? "")
        case .bootLoader: version + "-boot"
        case .tester: version + "-tester"
        }
    }

    private static func twoDigits(_ byte: UInt8) -> String {
        String(decoding: [ASCII.digit(byte >> 4), ASCII.digit(byte)], as: UTF8.self)
    }
}
