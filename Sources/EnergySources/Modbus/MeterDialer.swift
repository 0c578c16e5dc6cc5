// SPDX-License-Identifier: MIT
internal import Glibc
internal import MQTTClient

/// Makes the TCP connection to a meter.
///
/// The library's own connect can't be stopped and waits for the name server as long as that likes.
struct MeterDialer {
    let settings: ModbusMeterSettings
    let stop: MeterStop
    private let deadline: ContinuousClock.Instant

    init(settings: ModbusMeterSettings, stop: MeterStop) {
        self.settings = settings
        self.stop = stop
        deadline = .now + settings.timeout
    }

    /// - Returns: a connected socket that does not block.
    func dial() throws(MeterTrouble) -> Int32 {
        var error = EADDRNOTAVAIL
        let addresses = try addresses()
        for (index, address) in addresses.enumerated() {
            // A share for each, so that a dead IPv6 address does not hide a living IPv4 one.
            let share = (deadline - .now) / (addresses.count - index)
            switch connect(address, until: .now + share) {
            case .success(let socket): return socket
            case .failure(let failure): error = failure.code
            }
        }
        throw MeterTrouble(words: words(error))
    }

    private func addresses() throws(MeterTrouble) -> [SocketAddress] {
        let (host, port) = (settings.host, settings.port)
        if case .success(let addresses) = SocketAddress.lookUp(host, port: port, flags: AI_NUMERICHOST) {
            return addresses
        }
        let lookup = NameLookup(host: host, port: port, wake: stop.wake)
        while lookup.answer == nil, .now < deadline, !stop.isStopping {
            stop.wake.wait(timeout: deadline - .now)
        }
        switch lookup.answer {
        case .success(let addresses): return addresses
        case .failure(let error): throw MeterTrouble(words: "the meter can't be found: \(error.reason)")
        case nil:
            throw MeterTrouble(
                words: "the meter can't be found: the name \(host) can't be looked up: no answer in time")
        }
    }

    private struct Failure: Error { let code: Int32 }

    private func connect(
        _ address: SocketAddress, until limit: ContinuousClock.Instant
    ) -> Result<Int32, Failure> {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(address.family, type, 0)
        guard socket >= 0 else { return .failure(Failure(code: errno)) }
        var error = address.connect(socket) == 0 ? 0 : errno
        if error == EINPROGRESS { error = outcome(of: socket, until: limit) }
        guard error == 0 else {
            close(socket)
            return .failure(Failure(code: error))
        }
        return .success(socket)
    }

    private func outcome(of socket: Int32, until limit: ContinuousClock.Instant) -> Int32 {
        while !stop.isStopping, .now < limit {
            stop.wake.wait(socket: socket, events: Int32(POLLOUT), timeout: limit - .now)
            var poll = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            guard Glibc.poll(&poll, 1, 0) == 1 else { continue }
            var error: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno
        }
        return ETIMEDOUT
    }

    private func words(_ error: Int32) -> String {
        let advice = "is Modbus TCP switched on there? (On a GX device: Settings, Services, Modbus TCP)"
        switch error {
        case ECONNREFUSED: return "the meter at \(settings.authority) refuses the connection; \(advice)"
        case ETIMEDOUT:
            return "the meter at \(settings.authority) does not answer "
                + "(timed out after \(settings.timeout.words)); is the address right, and \(advice)"
        case EHOSTUNREACH, ENETUNREACH:
            return
                "the meter at \(settings.authority) can't be reached: no route to it; is the address right?"
        default:
            return "the meter at \(settings.authority) can't be reached: \(String(cString: strerror(error)))"
        }
    }
}
