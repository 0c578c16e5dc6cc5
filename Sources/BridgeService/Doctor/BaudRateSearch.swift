// SPDX-License-Identifier: MIT
import ByteLink

/// Listens at other baud rates than the one that is set.
struct BaudRateSearch {
    private let address: LinkAddress

    init(_ address: LinkAddress) { self.address = address }

    /// VE.Direct's own first, then what adapters and other devices are often set to.
    private static let rates = [19200, 115_200, 9600, 4800, 38400, 57600]
    /// Long enough for a text block, which comes once a second.
    private static let time: Duration = .milliseconds(2500)

    /// - Returns: the rate at which VE.Direct can be read; nil when there is none, or no rate to be set here.
    func find() async -> Int? {
        guard case .serial(let path, let configured) = address else { return nil }
        for rate in Self.rates where rate != configured {
            let heard = try? await PortProbe.open(.serial(path: path, baudRate: rate)).withLink { link in
                var probe = LineProbe(link)
                try await probe.listen(for: Self.time) { $0.blocks >= 1 || $0.frames > 5 }
                return SignalJudge(hearing: probe.hearing).signal
            }
            if heard == .sound { return rate }
        }
        return nil
    }
}
