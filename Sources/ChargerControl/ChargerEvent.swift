// SPDX-License-Identifier: MIT
/// What can happen to a charger, as far as deciding goes.
public enum ChargerEvent: Sendable {
    /// The link to the charger is open; nothing was heard yet.
    case linkUp
    /// The link can't be opened or has broken, with the reason in words.
    case linkDown(reason: String)
    /// A block or frame said this.
    case received(Readings)
    /// A block or frame arrived that says nothing of interest.
    case heard
    /// A piece of what arrived was damaged and dropped.
    case damaged
    /// The charger said who it is, twice or in answer to a question.
    case identified(ChargerIdentity)
    /// The charger answered which limit is in force.
    case limitRead(CurrentLimit)
    /// The limit could not be read, with the reason in words; refused: by the charger itself.
    case limitNotRead(reason: String, isRefused: Bool)
    /// The charger answered which limit stands in the volatile register; nil when none does.
    case volatileRead(CurrentLimit?)
    /// The volatile register could not be read, with the reason in words; refused: by the charger itself.
    case volatileNotRead(reason: String, isRefused: Bool)
    /// The charger said something about who governs it.
    case network(NetworkSign)
    /// An approved write is sent once more, since the charger holds something else; it may take both.
    case writeRepeated(id: Int)
    /// An approved write has come to an end.
    case writeEnded(id: Int, WriteResult)
    /// The low-current mode was read, or could not be.
    case lowCurrentRead(LowCurrentReading)
    /// An approved write of the low-current mode has come to an end.
    case lowCurrentEnded(id: Int, LowCurrentResult)
    /// The broker is connected and the subscription to the command topics stands.
    case brokerStands
    /// The broker is gone.
    case brokerLost
    /// A cap from outside, such as a battery management system's charge current limit, in amperes.
    case cap(payload: [UInt8])
    /// The program is about to stop: what is to be lowered then is lowered now.
    case prepareToStop
    /// A request from anyone but the command topic that may be retained.
    case request(payload: [UInt8], RequestSource)
    /// A retained message on the configured command topic.
    case retainedCommand(payload: [UInt8])
    /// A live message on the configured command topic; the broker may have kept it.
    case command(payload: [UInt8])
    /// A request about something else than the limit itself.
    ///
    /// The clock is for an end like `until 18:30`.
    case control(RequestSubject, payload: [UInt8], RequestSource, LocalClock)
    /// The grid meter gave a value, in watts drawn from the grid; its oldest part was heard at `heardAt`.
    case grid(watts: Double, heardAt: Duration)
    /// The grid meter can't be read, with the reason in words.
    case meterFailed(reason: String)
    /// The plug said how it stands; nil: it does not know, or said something else.
    case plug(isOn: Bool?)
    /// The plug said whether it is there.
    case plugAvailable(Bool)
    /// A state with these totals is safe on disk.
    case saved(Totals)
    /// A state with these totals can't be saved; they are shown all the same.
    case notSaved(Totals)
    /// Another bridge was noticed on the same charger.
    case otherBridge(String)
    /// Time has passed.
    case tick
    /// The program is stopping.
    case stop
}

/// What is to be done after an event.
public enum ChargerAction: Sendable, Hashable {
    /// Write the limit and report with ``ChargerEvent/writeEnded(id:_:)``.
    case write(ApprovedWrite)
    /// Don't send this write of the limit once more, if it has to be: something lower is wanted by now. What became of
    /// it is reported as ever.
    case stopTrying(id: Int)
    /// Read the limit in force; report with ``ChargerEvent/limitRead(_:)`` or `limitNotRead`.
    ///
    /// Where the volatile register is chosen, read that first and report with
    /// ``ChargerEvent/volatileRead(_:)`` or `volatileNotRead`.
    case readLimit
    /// Read the low-current mode; report with ``ChargerEvent/lowCurrentRead(_:)``.
    case readLowCurrent
    /// Write the low-current mode and report with ``ChargerEvent/lowCurrentEnded(id:_:)``.
    case writeLowCurrent(ApprovedLowCurrent)
    /// Tell the plug to go on or off.
    case switchPlug(Bool)
    /// Tell whoever asked how a request stands.
    case report(RequestRecord)
    /// Save the state soon; report with ``ChargerEvent/saved(_:)`` or `notSaved`.
    case keep
    /// Tell the owner.
    case say(Notice)
}

/// Something the owner should know.
public struct Notice: Sendable, Hashable {
    /// How much it matters.
    public enum Level: String, Sendable {
        case info, warning, error
    }

    /// How much it matters.
    public let level: Level
    /// The words.
    public let text: String

    /// Makes a notice.
    public init(_ level: Level, _ text: String) {
        self.level = level
        self.text = text
    }
}
