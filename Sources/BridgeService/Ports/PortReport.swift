// SPDX-License-Identifier: MIT
/// What is known of one port and of what is behind it; its keys are those of `chargebridge ports --json`.
public struct PortReport: Sendable, Hashable, Codable {
    /// What was found at the port.
    public enum State: String, Sendable, Hashable, Codable {
        /// A charger speaks VE.Direct.
        case charger
        /// Nothing was heard.
        case silent
        /// Something was heard that is not VE.Direct, or can't be read.
        case unreadable
        /// Someone else has the port.
        case busy
        /// The port can't be opened.
        case unusable
    }

    /// Who has the port.
    public struct Holder: Sendable, Hashable, Codable {
        /// The program's name; empty when it can't be seen.
        public var command: String
        /// The process's number.
        public var pid: Int
        /// Whether it is this program's bridge.
        public var isBridge: Bool

        enum CodingKeys: String, CodingKey {
            case command, pid
            case isBridge = "is_bridge"
        }
    }

    /// The charger behind a port.
    public struct Charger: Sendable, Hashable, Codable {
        /// Product id, such as 0xA334.
        public var productID: Int?
        /// The model in words.
        public var model: String?
        /// Whether the product id is known.
        public var isKnown: Bool
        /// The serial number.
        public var serialNumber: String?
        /// The firmware's version.
        public var firmware: String?
        /// Whether text blocks were heard.
        public var sendsText: Bool
        /// Whether HEX frames were heard.
        public var sendsFrames: Bool
        /// Whether it answered a ping; nil when it was not asked.
        public var answers: Bool?

        enum CodingKeys: String, CodingKey {
            case model, firmware, answers
            case productID = "product_id"
            case isKnown = "known"
            case serialNumber = "serial_number"
            case sendsText = "text"
            case sendsFrames = "frames"
        }
    }

    /// The port: a path, or `tcp://host:port`.
    public var port: String
    /// Names that lead to it and stay the same.
    public var links: [String]
    /// What the port is made of; nil over a network.
    public var hardware: SystemSerialPorts.Hardware?
    /// What was found.
    public var state: State
    /// The same in words, with what to do where something is to be done.
    public var words: String
    /// Who has the port, if someone does and can be seen.
    public var holder: Holder?
    /// The charger, if one speaks.
    public var charger: Charger?
}
