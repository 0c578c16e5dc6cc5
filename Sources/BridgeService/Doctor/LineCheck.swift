// SPDX-License-Identifier: MIT
import ByteLink
import VEDirect

/// What arrives at a port, whether what is sent arrives at the charger, and which charger it is.
struct LineCheck: Sendable {
    let address: LinkAddress
    let signal: Signal
    let hearing: LineHearing
    /// Whether the charger answered; nil when it was not asked.
    let answers: Bool?

    func findings() async -> [DoctorFinding] {
        switch signal {
        case .sound, .damaged: [heard] + requests + charger
        case .silent where answers == true:
            [
                .warning(
                    .signal, "the charger sends nothing by itself at \(address), but answers",
                    do: "switch the charger off and on: it sends text for as long as it runs")
            ] + requests + charger
        case .silent: [silence]
        case .inverted: [inverted]
        case .stuck, .garbled, .noise: [await unreadable()]
        }
    }

    private var heard: DoctorFinding {
        let kinds = [hearing.blocks > 0 ? "text" : nil, hearing.frames > 0 ? "HEX frames" : nil]
        let what = kinds.compactMap { $0 }.joined(separator: " and ")
        let counts = "\(hearing.blocks) blocks, \(hearing.frames) frames, \(hearing.faults) damaged"
        if signal == .damaged {
            return .warning(
                .signal, "\(what) arrive, but much is damaged (\(counts))",
                do: "check that ground is connected, use a shorter cable, keep it away from the mains")
        }
        if hearing.blocks == 0 {
            return .warning(
                .signal, "only HEX frames arrive, no text (\(counts))",
                do:
                    "wait some seconds, since some firmware stops text while it is asked; then switch the charger off and on"
            )
        }
        return .ok(.signal, "\(what) arrive (\(counts))")
    }

    private var silence: DoctorFinding {
        .problem(
            .signal, "nothing arrives at \(address), and no request is answered",
            do:
                "see that the charger has mains; then that its TX goes to the adapter's RX and ground to ground"
        )
    }

    private var inverted: DoctorFinding {
        .problem(
            .signal, "VE.Direct arrives at \(address) with its levels inverted",
            do:
                "use an adapter with 3.3 V TTL levels, not RS232, and without an inverter; FTDI's FT_PROG can undo "
                + "'Invert RXD'")
    }

    /// At another baud rate it may be readable.
    private func unreadable() async -> DoctorFinding {
        if let rate = await BaudRateSearch(address).find() {
            return .problem(
                .signal, "the charger's line can be read at \(rate) baud, not at the rate that is configured",
                do: "set serial.baudrate: \(rate)")
        }
        switch signal {
        case .stuck(let byte):
            return .problem(
                .signal, "the same byte (\(hexadecimal(byte))) arrives all the time at \(address)",
                do:
                    "the line is not driven: check that the charger's TX goes to the adapter's RX and ground to ground"
            )
        case .garbled:
            return .problem(
                .signal, "something regular arrives at \(address) that can't be read",
                do:
                    "the baud rate is wrong somewhere on the way: set 19200 baud, 8 data bits, no parity, 1 stop bit "
                    + "in serial.baudrate and in a serial server between; or it is another device")
        default:
            return .problem(
                .signal, "noise arrives at \(address)",
                do:
                    "the line is open: check that the charger's TX goes to the adapter's RX and ground to ground"
            )
        }
    }

    private var requests: [DoctorFinding] {
        switch answers {
        case true?:
            guard hearing.complaints > 0 else { return [.ok(.requests, "the charger answers requests")] }
            return [
                .warning(
                    .requests, "the charger answers, but hears noise too (\(hearing.complaints) times)",
                    do: "check the wire from the adapter's TX to the charger's RX")
            ]
        case false?:
            return [
                .problem(
                    .requests, "the charger answers no request: readings work, the limit can't be set",
                    do: "check the wire from the adapter's TX to the charger's RX")
            ]
        case nil: return []
        }
    }

    private var charger: [DoctorFinding] {
        let heard = hearing.charger
        guard let product = heard.product else {
            return [
                .unknown(
                    .charger, "the charger did not say which it is",
                    do: "if it is not a Blue Smart or Phoenix Smart charger, it may not be supported")
            ]
        }
        let number = heard.serialNumber.map { ", serial number \($0)" } ?? ""
        let words = "\(product.name)\(number), firmware \(heard.firmware ?? "not known")"
        guard product.isKnown else {
            return [
                .warning(
                    .charger, words,
                    do:
                        "this model is not known: set limit.max to its rated current, and report its name and id"
                )
            ]
        }
        return [.ok(.charger, words)]
    }
}

/// `0x0A`.
private func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
