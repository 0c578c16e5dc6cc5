// SPDX-License-Identifier: MIT
internal import Glibc

/// Finds an address of the broker that accepts a connection.
///
/// The library's own connect blocks for minutes on a host that is gone and can't be stopped; this waits
/// no longer than it may, stops when the program does, and knows the system's reason.
struct Reachability {
    let settings: MQTTSettings
    let mailbox: Mailbox
    let deadline: ContinuousClock.Instant

    init(settings: MQTTSettings, mailbox: Mailbox) {
        self.settings = settings
        self.mailbox = mailbox
        deadline = .now + settings.connectTimeout
    }

    /// - Returns: the address, as digits.
    func find() throws(AttemptEnd) -> String {
        var reason = "it has no address"
        let addresses = try addresses()
        for (index, address) in addresses.enumerated() {
            // A share for each, so that a dead IPv6 address does not hide a living IPv4 one.
            let share = (deadline - .now) / (addresses.count - index)
            guard let error = try connect(address, until: .now + share) else { return address.text }
            reason = settings.words(errno: error)
        }
        throw .unreachable("the broker at \(settings.authority) can't be reached: \(reason)")
    }

    private func addresses() throws(AttemptEnd) -> [SocketAddress] {
        let (host, port) = (settings.host, settings.port)
        guard (1...65535).contains(port), !host.isEmpty, !host.utf8.contains(0) else {
            throw .unreachable("\(settings.authority) is not a host and a port")
        }
        if case .success(let addresses) = SocketAddress.lookUp(host, port: port, flags: AI_NUMERICHOST) {
            return addresses
        }
        let lookup = NameLookup(host: host, port: port, wake: mailbox.wake)
        while lookup.answer == nil {
            guard try wait(until: deadline) else {
                throw .unreachable("the name \(host) can't be looked up: no answer in time")
            }
        }
        switch lookup.answer {
        case .success(let addresses): return addresses
        case .failure(let error): throw .unreachable(error.reason)
        case nil: return []
        }
    }

    /// - Returns: nil when the connection was accepted, else the error number.
    private func connect(
        _ address: SocketAddress, until limit: ContinuousClock.Instant
    ) throws(AttemptEnd) -> Int32? {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(address.family, type, 0)
        guard socket >= 0 else { return errno }
        defer { close(socket) }
        if address.connect(socket) == 0 { return nil }
        guard errno == EINPROGRESS else { return errno }
        while try wait(until: limit, socket: socket) {
            var poll = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            guard Glibc.poll(&poll, 1, 0) == 1 else { continue }
            let error = pendingError(socket)
            return error == 0 ? nil : error
        }
        return ETIMEDOUT
    }

    private func pendingError(_ socket: Int32) -> Int32 {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 else { return errno }
        return error
    }

    /// - Returns: false when there is no time left to wait.
    private func wait(
        until limit: ContinuousClock.Instant, socket: Int32 = -1
    ) throws(AttemptEnd) -> Bool {
        if mailbox.isStopping { throw .stopped }
        let left = limit - .now
        guard left > .zero else { return false }
        mailbox.wake.wait(socket: socket, events: Int32(POLLOUT), timeout: left)
        return true
    }
}
