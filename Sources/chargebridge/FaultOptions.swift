// SPDX-License-Identifier: MIT
public import ArgumentParser
public import ChargerSimulator

/// What goes wrong on the wire and in the simulated charger.
struct FaultOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Probability that a byte arrives as another, 0 … 1.")
    var garbled = 0.0

    @Option(parsing: .unconditional, help: "Probability that a byte is lost, 0 … 1.")
    var lost = 0.0

    @Option(parsing: .unconditional, help: "Probability that a byte nobody sent arrives after one, 0 … 1.")
    var extra = 0.0

    @Option(help: "Where HEX frames stand in a text block: never, between-fields or anywhere.")
    var framesInText = Faults.FramesInText.never

    @Flag(help: "Send HEX frames only.")
    var hexOnly = false

    @Flag(help: "Send text blocks only; requests are still answered.")
    var textOnly = false

    @Flag(help: "Answer no request.")
    var noAnswer = false

    @Option(parsing: .unconditional, help: "Answer so many milliseconds late.")
    var answerDelay = 0

    @Option(help: "Flags put into every answer, such as 2 (not supported).")
    var answerFlags: UInt8 = 0

    @Option(help: "Error code the charger reports and stops with.")
    var error: UInt8 = 0

    /// The faults as the simulator takes them.
    func faults() throws -> Faults {
        for (name, value) in [("--garbled", garbled), ("--lost", lost), ("--extra", extra)]
        where !(0...1).contains(value) {
            throw ValidationError("\(name) is a probability, 0 … 1")
        }
        var faults = Faults()
        faults.garbledBytes = garbled
        faults.lostBytes = lost
        faults.extraBytes = extra
        faults.framesInText = framesInText
        faults.withoutText = hexOnly
        faults.withoutFrames = textOnly
        faults.ignoredRequests = noAnswer ? .max : 0
        faults.answerDelay = .milliseconds(max(answerDelay, 0))
        faults.answerFlags = answerFlags
        faults.errorCode = error
        return faults
    }
}

extension Faults.FramesInText: ExpressibleByArgument {}
