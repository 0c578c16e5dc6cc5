// SPDX-License-Identifier: MIT
// A libFuzzer target over the whole of VEDirect. Built together with its sources, see Fuzz/run.
// A broken property stops the process, which libFuzzer reports with the input that did it.

/// Called by libFuzzer with every input it makes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let events = checkChunking(input)
    for event in events { check(event) }
    checkNextBlock(after: input, events)
    checkDecoders(input)
    return 0
}

func require(_ holds: Bool, _ property: StaticString) {
    if !holds { fatalError("does not hold: \(property)") }
}

func parse(_ bytes: [UInt8]) -> [StreamEvent] {
    var parser = StreamParser()
    var events: [StreamEvent] = []
    parser.push(contentsOf: bytes) { events.append($0) }
    return events
}

/// Whole, byte by byte, and cut in two at a place the input chooses: the same events and counters.
func checkChunking(_ input: [UInt8]) -> [StreamEvent] {
    var whole = StreamParser()
    var events: [StreamEvent] = []
    whole.push(contentsOf: input) { events.append($0) }

    var byByte = StreamParser()
    require(input.compactMap { byByte.push($0) } == events, "byte by byte gives the same events")
    require(byByte.counters == whole.counters, "byte by byte gives the same counters")

    var inTwo = StreamParser()
    var pieces: [StreamEvent] = []
    let cut = input.isEmpty ? 0 : Int(input[0]) % (input.count + 1)
    inTwo.push(contentsOf: input[..<cut]) { pieces.append($0) }
    inTwo.push(contentsOf: input[cut...]) { pieces.append($0) }
    require(pieces == events, "two chunks give the same events")

    require(whole.counters.bytes == UInt64(input.count), "every byte is counted")
    require(
        whole.counters.blocks + whole.counters.frames + whole.counters.faults == UInt64(events.count),
        "every event is counted")
    return events
}

func check(_ event: StreamEvent) {
    switch event {
    case .block(let block): check(block)
    case .frame(let frame): check(frame)
    case .fault(let fault): require(!fault.description.isEmpty, "a fault has words")
    }
}

func check(_ block: TextBlock) {
    require(block.encoded.reduce(0, &+) == 0, "a published block sums to zero")
    require(1...TextBlock.maximumFieldCount ~= block.fields.count, "a block keeps its number of fields")
    for field in block.fields {
        require(1...TextBlock.maximumLabelLength ~= field.label.utf8.count, "a label keeps its length")
        require(field.value.utf8.count <= TextBlock.maximumValueLength, "a value keeps its length")
        require(block[field.label] != nil, "a field is found by its label")
    }
    require((try? TextBlock(fields: block.fields)) == block, "a block is made again from its fields")
    // A product id in its midst may begin a block anew; everything else comes back at once.
    if !block.fields.dropFirst().contains(where: { $0.label == "PID" }) {
        require(parse(block.encoded) == [.block(block)], "an encoded block is parsed again")
    }
    readFields(of: block)
}

func readFields(of block: TextBlock) {
    _ = (block.productID.map { Product(id: $0).name }, block.firmware?.description, block.serialNumber)
    _ = (block.millivolts, block.milliamperes, block.batteryTemperature, block.operationSeconds)
    _ = (block.error?.text, block.state?.text, block.millivolts(output: 3), block.milliamperes(output: 2))
}

func check(_ frame: HexFrame) {
    require(frame.payload.count <= HexFrame.maximumPayloadLength, "a frame keeps its length")
    require(parse(frame.encoded) == [.frame(frame)], "an encoded frame is parsed again")
    do {
        let answer = try HexAnswer(frame: frame)
        require(answer.frame == frame, "an answer is written back as it came")
        switch answer {
        case .get(let answer), .set(let answer), .async(let answer): check(answer)
        case .ping(let version): require(!version.description.isEmpty, "a version has words")
        case .done, .unknownCommand, .frameError: break
        }
    } catch {
        require(!error.description.isEmpty, "an error has words")
    }
    if let request = try? HexRequest(frame: frame) {
        require(request.frame == frame, "a request is written back as it came")
    }
}

func check(_ answer: RegisterAnswer) {
    require(!answer.flags.description.isEmpty, "flags have words")
    if let register = answer.register { checkDecoding(answer.value, of: register) }
}

/// Whatever came before, the next whole block and the frame after it come through.
func checkNextBlock(after input: [UInt8], _ events: [StreamEvent]) {
    guard let block = try? TextBlock(fields: [.init("PID", "0xA334"), .init("V", "26870")]) else {
        fatalError("the block cannot be made")
    }
    let frame = HexFrame(command: 7, payload: [0xF0, 0xED, 0, 0x96, 0])
    var parser = StreamParser()
    var last: [StreamEvent] = []
    parser.push(contentsOf: input) { _ in }
    let isAmbiguous = swallowsNextByte(parser) || beginsOtherwise(events)
    parser.push(contentsOf: block.encoded + frame.encoded) { last.append($0) }
    require(last.last == .frame(frame), "the next frame comes through")
    if !isAmbiguous { require(last.suffix(2).first == .block(block), "the next block comes through") }
}

/// Whether a carriage return would complete a block here, as its checksum byte.
///
/// That it might instead begin the next one cannot be known.
func swallowsNextByte(_ parser: StreamParser) -> Bool {
    var copy = parser
    _ = copy.push(0x0D)
    return copy.counters.blocks > parser.counters.blocks
}

/// Whether there was reason to think that blocks begin otherwise than with the product id: then that is no sure
/// sign of a new block.
func beginsOtherwise(_ events: [StreamEvent]) -> Bool {
    events.contains { event in
        switch event {
        case .block(let block): block.fields.first?.label != "PID"
        case .fault(let fault): fault == .blockUnfinished
        case .frame: false
        }
    }
}

/// The input as the bytes of registers: its first two bytes choose one, and every decoder gets the rest.
func checkDecoders(_ input: [UInt8]) {
    guard input.count >= 2 else { return }
    let bytes = Array(input.dropFirst(2))
    let index = Int(UInt16(littleEndianBytes: input[0], input[1])) % Register.all.count
    checkDecoding(bytes, of: Register.all[index])
    checkDecoding(
        Array(bytes.prefix(Register.all[index].format.length ?? bytes.count)), of: Register.all[index])
    if let record = CumulativeRecord(bytes) {
        require(
            record.encoded.elementsEqual(bytes.prefix(25)), "a cumulative record is written back as it came")
    }
    if let cycle = ChargeCycle(bytes) {
        require(ChargeCycle(cycle.encoded) == cycle, "a charge cycle is read again")
        if bytes.count == 52 { require(cycle.encoded == bytes, "a charge cycle is written back as it came") }
    }
    checkText(String(decoding: bytes, as: UTF8.self))
}

func checkDecoding(_ bytes: [UInt8], of register: Register) {
    switch register.decode(bytes) {
    case .integer(let raw):
        require((try? register.encode(raw)) == bytes, "a number is written back as it came")
        require(register.raw(thousandths: register.thousandths(raw) ?? 0) == raw, "a quantity is exact")
    case .notAvailable:
        if register.format.isNumber {
            require(register.notAvailableBytes == bytes, "there is one \"not available\"")
        }
    case .text(let text): require(text.utf8.count <= 3 * bytes.count, "a text is no longer than its bytes")
    case .record(let record): require(record == bytes, "a record is its bytes")
    case nil: require(bytes.count != register.format.length, "only a wrong length is no value")
    }
}

func checkText(_ text: String) {
    let version = FirmwareVersion(text24: text) ?? FirmwareVersion(text16: text)
    if let version { require(!version.description.isEmpty, "a version has words") }
    if let block = try? TextBlock(fields: [.init("PID", text), .init("V", text)]) {
        require(parse(block.encoded) == [.block(block)], "a made block is parsed")
        readFields(of: block)
    }
}
