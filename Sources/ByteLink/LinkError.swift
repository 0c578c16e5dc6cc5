// SPDX-License-Identifier: MIT
/// Why a link could not be opened or used, in words a user can act on.
public struct LinkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it was; more may be added, so a `switch` needs a `default`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private let name: String

        /// The address could not be understood, or its baud rate is not offered.
        public static let invalidAddress = Code(name: "invalidAddress")
        /// There is no such device: unplugged, or misspelt.
        public static let noSuchPort = Code(name: "noSuchPort")
        /// This user may not open the device.
        public static let permissionDenied = Code(name: "permissionDenied")
        /// Another program, or this one, holds the port.
        public static let busy = Code(name: "busy")
        /// The path leads to a file, a directory or another kind of device.
        public static let notASerialPort = Code(name: "notASerialPort")
        /// The port did not take the settings, or opening failed in a way not listed here.
        public static let unusable = Code(name: "unusable")
        /// The other side closed, or the device vanished.
        public static let hungUp = Code(name: "hungUp")
        /// The host does not answer or its name is not known.
        public static let unreachable = Code(name: "unreachable")
        /// The host answers, but nothing listens on that port.
        public static let refused = Code(name: "refused")
        /// Bytes are not being taken: too many wait unsent.
        public static let stuck = Code(name: "stuck")
        /// `withLink` has returned; its link is no longer there.
        public static let closed = Code(name: "closed")

        /// The code's name as it stands in the source.
        public var description: String { name }
    }

    /// What kind of failure it was.
    public let code: Code
    /// The link as the user reads it: `/dev/ttyUSB0`, `tcp://host:port`.
    public let linkName: String
    /// What failed, on which link, and what to do about it.
    public let words: String

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - linkName: the link as the user reads it.
    ///   - words: what failed, on which link, and what to do; never a secret.
    public init(_ code: Code, linkName: String, words: String) {
        self.code = code
        self.linkName = linkName
        self.words = words
    }

    /// The same as `words`.
    public var description: String { words }
}
