// SPDX-License-Identifier: MIT
import ByteLink
import VEDirect

/// Listens on an open link, and asks what changes nothing.
struct LineProbe: Sendable {
    private let link: Link
    private(set) var hearing = LineHearing()

    init(_ link: Link) { self.link = link }

    /// As the session waits: some firmware answers only once its text block is out.
    private static let patience: Duration = .milliseconds(1200)

    /// Listens for a while.
    /// - Parameters:
    ///   - time: how long at most.
    ///   - isEnough: whether more need not be heard.
    /// - Throws: `LinkError` when the link ends.
    mutating func listen(for time: Duration, until isEnough: @escaping @Sendable (LineHearing) -> Bool)
        async throws
    {
        hearing = try await withThrowingTaskGroup(of: LineHearing?.self) { [link, hearing] group in
            group.addTask {
                var hearing = hearing
                for try await bytes in link.incoming {
                    hearing.take(bytes)
                    if isEnough(hearing) { break }
                }
                return hearing
            }
            group.addTask {
                try? await Task.sleep(for: time)
                return nil
            }
            var result = hearing
            while let heard = try await group.next() {
                result = heard ?? result
                group.cancelAll()
            }
            return result
        }
    }

    /// Asks until it is answered.
    /// - Parameters:
    ///   - request: one that changes nothing.
    ///   - tries: how often it is sent.
    /// - Returns: nil without an answer.
    mutating func ask(_ request: HexRequest, tries: Int = 3) async throws -> HexAnswer? {
        for _ in 0..<tries {
            let before = hearing.answers.count
            try link.write(request.encoded)
            try await listen(for: Self.patience) { hearing in
                hearing.answers.dropFirst(before).contains { Self.isAnswer($0, to: request) }
            }
            if let answer = hearing.answers.dropFirst(before).first(where: { Self.isAnswer($0, to: request) })
            {
                hearing.learn(answer)
                return answer
            }
        }
        return nil
    }

    /// Asks whether the charger hears, and what its text has not said.
    /// - Returns: whether it answered.
    mutating func introduce(tries: Int = 3) async throws -> Bool {
        guard try await ask(.ping, tries: tries) != nil else { return false }
        if hearing.charger.productID == nil { _ = try await ask(.productID) }
        if hearing.charger.serialNumber == nil {
            _ = try await ask(.get(Register.serialNumber.address), tries: 1)
        }
        return true
    }

    private static func isAnswer(_ answer: HexAnswer, to request: HexRequest) -> Bool {
        switch (answer, request) {
        case (.ping, .ping), (.done, .productID): true
        case (.get(let register), .get(let address)): register.address == address
        default: false
        }
    }
}
