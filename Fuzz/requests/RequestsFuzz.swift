// SPDX-License-Identifier: MIT
// A libFuzzer target over everything that decides about the limit and the low-current mode. Built together with
// ChargerControl, see Fuzz/run.
// The input is a script: what happens, and the payloads that a hostile broker sends. A broken property stops the
// process, which libFuzzer reports with the input that did it.

/// Called by libFuzzer with every input it makes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var script = Script(UnsafeBufferPointer(start: start, count: count))
    var play = Play(isProtected: script.byte() & 1 == 1)
    while !script.isAtEnd { play.step(&script) }
    play.end()
    return 0
}

func require(_ holds: Bool, _ property: StaticString) {
    if !holds { fatalError("does not hold: \(property)") }
}

/// Bytes that say what happens.
struct Script {
    private var bytes: ArraySlice<UInt8>

    init(_ input: UnsafeBufferPointer<UInt8>) { bytes = Array(input)[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

    /// As many bytes as the first one says.
    mutating func payload() -> [UInt8] {
        let payload = Array(bytes.prefix(Int(byte())))
        bytes = bytes.dropFirst(payload.count)
        return payload
    }
}

/// A charger's deciding core, and a charger that holds a limit.
struct Play {
    private var charger: Charger
    private var now = Moment(uptime: .seconds(100), unixMilliseconds: 1_700_000_000_000)
    private var held = 300
    private var writes: [ApprovedWrite] = []
    private var reads = 0
    private var lowCurrent = LowCurrentReading.mode(.off)
    private var lowCurrentWrites: [ApprovedLowCurrent] = []
    private var told: Set<Int> = []
    private var ended: Set<Int> = []
    private let settings: LimitSettings

    private static let identity = ChargerIdentity(
        productID: 0xA330, model: "Blue Smart IP22 12|30 (1)", nominalVolts: 12,
        maximum: CurrentLimit(deciamperes: 300), minimum: CurrentLimit(deciamperes: 75))

    init(isProtected: Bool) {
        var protection = Protection()
        if isProtected { protection.externalAge = .seconds(60) }
        settings = LimitSettings(protection: protection)
        charger = Charger(settings: settings, at: now)
        handle(.linkUp)
        handle(.brokerStands)
        handle(.identified(Self.identity))
    }

    mutating func step(_ script: inout Script) {
        switch script.byte() % 19 {
        case 0: handle(.command(payload: script.payload()))
        case 1: handle(.request(payload: script.payload(), .mqtt))
        case 2: handle(.retainedCommand(payload: script.payload()))
        case 3: handle(.cap(payload: script.payload()))
        case 4, 5: pass(.milliseconds(Int(script.byte()) * 10))
        case 6: pass(.seconds(Int(script.byte())))
        case 7, 8: answerWrite(script.byte())
        case 9: answerRead(script.byte())
        case 10: block(script.byte())
        case 11:
            handle(.linkDown(reason: "unplugged"))
            handle(.linkUp)
        case 12: handle(script.byte() & 1 == 1 ? .brokerLost : .brokerStands)
        case 13: now.unixMilliseconds &+= (Int64(script.byte()) - 128) * 100_000_000
        case 14: restart()
        case 15: handle(.identified(Self.identity))
        case 16: handle(.control(.lowCurrent, payload: script.payload(), .page, LocalClock(secondsEast: 0)))
        case 17: answerLowCurrentRead(script.byte())
        default: answerLowCurrentWrite(script.byte())
        }
    }

    mutating func end() {
        handle(.prepareToStop)
        handle(.stop)
        require(told.isSubset(of: ended), "at the end no request is without an outcome")
    }

    private mutating func pass(_ time: Duration) {
        now = now.advanced(by: time)
        handle(.tick)
    }

    private mutating func answerWrite(_ how: UInt8) {
        guard !writes.isEmpty else { return }
        let write = writes.removeFirst()
        if how % 4 < 2 { held = write.limit.deciamperes }
        let limit = CurrentLimit(deciamperes: held)
        switch how % 4 {
        case 0: handle(.writeEnded(id: write.id, .confirmed(inForce: limit)))
        case 1: handle(.writeEnded(id: write.id, .unanswered(inForce: how < 128 ? nil : limit)))
        case 2: handle(.writeEnded(id: write.id, .declined(reason: "no", inForce: limit)))
        default: handle(.writeEnded(id: write.id &+ Int(how), .linkLost(reason: "gone")))
        }
    }

    private mutating func answerRead(_ how: UInt8) {
        guard reads > 0 else { return }
        reads -= 1
        if how < 2 { return handle(.limitNotRead(reason: "no answer", isRefused: how == 1)) }
        // Another hand may have set it to anything.
        if how > 250 { held = Int(how) * 7 }
        handle(.limitRead(CurrentLimit(deciamperes: held)))
    }

    private mutating func answerLowCurrentRead(_ how: UInt8) {
        // Also when nobody asked: an answer may come late.
        switch how {
        case 0..<128: handle(.lowCurrentRead(lowCurrent))
        case 128..<160: handle(.lowCurrentRead(.absent(reason: "unknown")))
        case 160..<192: handle(.lowCurrentRead(.unknown(Int(how))))
        default: handle(.lowCurrentRead(.notRead(reason: "no answer")))
        }
    }

    private mutating func answerLowCurrentWrite(_ how: UInt8) {
        guard !lowCurrentWrites.isEmpty else { return }
        let write = lowCurrentWrites.removeFirst()
        if how % 4 < 2 { lowCurrent = .mode(write.mode) }
        switch how % 5 {
        case 0: handle(.lowCurrentEnded(id: write.id, .confirmed))
        case 1: handle(.lowCurrentEnded(id: write.id, .unanswered(holds: nil)))
        case 2: handle(.lowCurrentEnded(id: write.id, .unanswered(holds: lowCurrent)))
        case 3: handle(.lowCurrentEnded(id: write.id, .declined(reason: "no")))
        default: handle(.lowCurrentEnded(id: write.id &+ Int(how), .linkLost(reason: "gone")))
        }
    }

    private mutating func block(_ value: UInt8) {
        var block = Readings(carrier: .block)
        block.voltage = Millivolts(Int(value) * 100)
        block.coarseCurrent = Milliamperes(Int(value) * 100)
        handle(.received(block))
    }

    /// The process is killed, and starts again from what it kept.
    private mutating func restart() {
        let kept = charger.keptState(at: now)
        writes = []
        reads = 0
        lowCurrentWrites = []
        charger = Charger(settings: settings, kept: kept, isFirstStart: false, at: now)
        handle(.linkUp)
    }

    private mutating func handle(_ event: ChargerEvent) {
        for action in charger.handle(event, at: now) {
            switch action {
            case .write(let write):
                require((75...300).contains(write.limit.deciamperes), "nothing is written outside the bounds")
                writes.append(write)
            case .readLimit: reads += 1
            case .writeLowCurrent(let write):
                require(lowCurrentWrites.isEmpty, "one write of the low-current mode at a time")
                lowCurrentWrites.append(write)
            case .readLowCurrent, .switchPlug, .stopTrying: break
            case .report(let record): note(record)
            case .keep:
                let state = charger.keptState(at: now)
                require(state.openRequests.count <= 3 && state.handledRetained.count <= 64, "what is kept is small")
            case .say(let notice): require(notice.text.utf8.count < 2000, "what is said is short")
            }
        }
        _ = charger.snapshot(at: now)
    }

    private mutating func note(_ record: RequestRecord) {
        require(record.asked.utf8.count < 400, "what was asked is told in brief")
        told.insert(record.id)
        guard record.outcome != nil else {
            return require(!ended.contains(record.id), "a request that ended does not go on")
        }
        require(ended.insert(record.id).inserted, "a request ends once")
    }
}
