// SPDX-License-Identifier: MIT
import Foundation

/// What a running bridge says of a charger, over its local socket.
struct RunningBridgeCheck {
    let socket: String
    let charger: String

    private struct Answer: Decodable {
        var chargers: [Charger]
    }

    private struct Charger: Decodable {
        struct Link: Decodable {
            var blocks: UInt64
            var frames: UInt64
            var damaged: UInt64
        }

        struct Limit: Decodable {
            var inForceAmperes: Double?
        }

        var name: String
        var online: Bool
        var model: String?
        var firmware: String?
        var serialNumber: String?
        var limit: Limit
        var link: Link
    }

    func findings() -> [DoctorFinding] {
        guard let body = LocalRequest(socket: socket).get("/api/v1/chargers") else {
            return [
                .unknown(
                    .signal,
                    "the bridge has the port and does not answer on \(socket), so its line was not looked at",
                    do: "for a full check stop the bridge first: sudo systemctl stop chargebridge")
            ]
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let answer = try? decoder.decode(Answer.self, from: body),
            let state = answer.chargers.first(where: { $0.name == charger })
        else {
            return [
                .unknown(
                    .signal, "the bridge that runs does not know a charger named \(charger)",
                    do: "restart it with this configuration: sudo systemctl restart chargebridge")
            ]
        }
        return findings(state)
    }

    private func findings(_ state: Charger) -> [DoctorFinding] {
        let counts =
            "\(state.link.blocks) blocks, \(state.link.frames) frames, \(state.link.damaged) damaged since it began"
        guard state.online else {
            return [
                .problem(
                    .signal, "the bridge hears no charger now (\(counts))",
                    do: "see that the charger has mains; if so, stop the bridge and run this again for more")
            ]
        }
        var findings: [DoctorFinding] = [.ok(.signal, "the bridge hears the charger (\(counts))")]
        if let limit = state.limit.inForceAmperes {
            findings.append(.ok(.requests, "the charger answers the bridge; its limit is \(limit) A"))
        } else {
            findings.append(
                .unknown(
                    .requests, "the charger has not told the bridge its limit yet",
                    do:
                        "run this again in a minute; if it stays so, check the adapter's TX and the charger's RX"
                ))
        }
        guard let model = state.model else {
            return findings + [.unknown(.charger, "the bridge does not know yet which charger it is")]
        }
        let number = state.serialNumber.map { ", serial number \($0)" } ?? ""
        findings.append(.ok(.charger, "\(model)\(number), firmware \(state.firmware ?? "not known")"))
        return findings
    }
}
