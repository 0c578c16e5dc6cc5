// SPDX-License-Identifier: MIT
import BridgeService
import Foundation
import Testing
import TestBroker

@Suite("chargebridge doctor: beside a running bridge")
struct DoctorSocketTests {
    private static func answer(online: Bool, limit: String) -> String {
        """
        {"chargers":[{"name":"itbatchrg","online":\(online),"model":"Blue Smart IP22 12|30 (1)",
        "firmware":"3.42","serial_number":"HQ2200SIMUL","limit":{"in_force_amperes":\(limit)},
        "link":{"blocks":12,"frames":34,"damaged":1,"connections":1,"held_back":0}}],"broker":{}}
        """
    }

    @Test("What the bridge says over its socket is what is found", arguments: [true, false])
    func told(isChunked: Bool) async throws {
        for (online, limit, verdict, requests) in [
            (true, "12.5", DoctorFinding.Verdict.ok, DoctorFinding.Verdict.ok as DoctorFinding.Verdict?),
            (true, "null", .ok, .unknown), (false, "null", .problem, nil),
        ] {
            try await beside(answering: Self.answer(online: online, limit: limit), isChunked: isChunked) {
                found in
                found.expect(.port, .ok, "the bridge runs on")
                #expect(found.of(.signal).map(\.verdict) == [verdict], "\(found.findings)")
                #expect(found.of(.requests).first?.verdict == requests)
                if online {
                    found.expect(.charger, .ok, "12|30 (1), serial number HQ2200SIMUL, firmware 3.42")
                }
            }
        }
    }

    @Test("A socket that answers nonsense, and a bridge that does not know the charger")
    func nonsense() async throws {
        for answer in ["{", #"{"chargers":[]}"#] {
            try await beside(answering: answer, isChunked: false) { found in
                found.expect(.signal, .unknown, "does not know a charger named itbatchrg", do: "restart")
            }
        }
    }

    /// Runs the doctor beside a real bridge, with a socket of the test's own in its state folder's place.
    private func beside(
        answering body: String, isChunked: Bool, _ check: (Examination) -> Void
    ) async throws {
        try await withScene { scene in
            let file = try scene.file(scene.plainFile + "\nstate: { path: \(scene.states) }\n")
            try await withProgram(["run", "--config", file]) { program in
                try await program.line(containing: "\(scene.port) is open")
                var other = DoctorFile(folder: scene.folder, port: scene.port)
                other.broker = "host: 127.0.0.1, port: \(scene.broker.port)"
                other.more = "state: { path: \(scene.folder)/s }"
                try FileManager.default.createDirectory(
                    atPath: scene.folder + "/s", withIntermediateDirectories: true)
                let server = try LocalServer(
                    scene.folder + "/s/api.sock", answering: body, isChunked: isChunked)
                defer { server.stop() }
                check(try await examine(try other.write()))
            }
        }
    }
}

/// A server on a local socket that always answers the same.
private final class LocalServer: Sendable {
    private let listener: Int32

    init(_ path: String, answering body: String, isChunked: Bool) throws {
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: path.utf8CString.map { UInt8(bitPattern: $0) })
        }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0, listen(listener, 4) == 0 else { throw TestFailure("no socket at \(path)") }
        let bytes = Array(body.utf8)
        let half = bytes.count / 2
        func chunk(_ part: ArraySlice<UInt8>) -> String {
            "\(String(part.count, radix: 16))\r\n\(String(decoding: part, as: UTF8.self))\r\n"
        }
        let answer =
            isChunked
            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(bytes[..<half])
                + chunk(bytes[half...]) + "0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n\(body)"
        let server = listener
        Thread {
            while true {
                let client = accept(server, nil, nil)
                guard client >= 0 else { break }
                var buffer = [UInt8](repeating: 0, count: 4096)
                _ = read(client, &buffer, buffer.count)
                _ = answer.utf8.withContiguousStorageIfAvailable { write(client, $0.baseAddress, $0.count) }
                close(client)
            }
        }.start()
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}
