// SPDX-License-Identifier: MIT
internal import CMosquitto
internal import Glibc

/// One attempt's client of the library.
///
/// Made anew for each attempt, so that nothing of a lost connection is sent on the next. Lives on the
/// connection's thread only.
final class MosquittoClient {
    /// What the library reported, in order.
    enum Arrival {
        case greeting(code: Int32)
        case farewell(code: Int32)
        case confirmed(reason: Int32)
        case subscription(id: Int32, isGranted: Bool)
        case message(MQTTMessage)
        case oversizedMessage
        case malformedTopic
    }

    private static let isLibraryReady = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.code

    let handle: OpaquePointer
    private let settings: MQTTSettings
    private let version: MQTTVersion
    private var arrivals: [Arrival] = []
    /// The last errors that the library logged.
    private(set) var complaints: [String] = []

    init(settings: MQTTSettings, version: MQTTVersion) throws(AttemptEnd) {
        guard Self.isLibraryReady, let handle = mosquitto_new(settings.clientID, true, nil) else {
            throw .unreachable("no MQTT client named \(settings.clientID) can be made")
        }
        self.handle = handle
        self.settings = settings
        self.version = version
        mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
        registerCallbacks()
        mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version.libraryCode)
        mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
        try setUser()
        try setTLS()
        try setWill()
    }

    deinit { mosquitto_destroy(handle) }

    var socket: Int32 { mosquitto_socket(handle) }
    var wantsToWrite: Bool { mosquitto_want_write(handle) }

    func takeArrivals() -> [Arrival] {
        guard !arrivals.isEmpty else { return [] }
        let taken = arrivals
        arrivals.removeAll(keepingCapacity: true)
        return taken
    }

    func arrived(_ arrival: Arrival) { arrivals.append(arrival) }

    func complained(_ text: String) {
        if complaints.count >= 4 { complaints.removeFirst() }
        complaints.append(text)
    }

    /// Connects and sends the greeting; the answer arrives later.
    ///
    /// - Parameter address: an address found to accept connections.
    func connect(_ address: String) throws(AttemptEnd) {
        // With TLS the library needs the name: it is what the certificate is checked against.
        let host = settings.tls == nil ? address : settings.host
        // The library tries the name's addresses in turn and may hang for minutes on a dead one: bound to
        // the family of the address that answered, it passes over the other family.
        let family = settings.tls == nil ? nil : address.contains(":") ? "::" : "0.0.0.0"
        let keepAlive = Int32(clamping: min(max(settings.keepAlive.components.seconds, 5), 65535))
        var properties: OpaquePointer?
        if version == .v5 {
            mosquitto_property_add_int32(&properties, MQTT_PROP_MAXIMUM_PACKET_SIZE.code, Self.largestPacket)
        }
        defer { mosquitto_property_free_all(&properties) }
        errno = 0
        let result = mosquitto_connect_bind_v5(
            handle, host, Int32(clamping: settings.port), keepAlive, family, properties)
        let error = errno
        guard result == MOSQ_ERR_SUCCESS.code else { throw .unreachable(words(result, error)) }
        // A child process that inherits it would keep the broker from noticing that we are gone.
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    }

    /// What to say about a failed call.
    func words(_ result: Int32, _ systemError: Int32, isGreeted: Bool = false) -> String {
        settings.words(
            result: result, systemError: systemError, complaints: complaints, isGreeted: isGreeted)
    }

    /// Four times what is passed on: a broker that is told so does not send more in the first place.
    private static let largestPacket = UInt32(MQTTLimits.payloadBytes * 4)
}

extension MosquittoClient {
    private func setUser() throws(AttemptEnd) {
        guard settings.username != nil || settings.password != nil else { return }
        // MQTT 3.1.1 has no password without a user name.
        let result = mosquitto_username_pw_set(handle, settings.username ?? "", settings.password)
        guard result == MOSQ_ERR_SUCCESS.code else {
            throw .unreachable(
                "the user name or password for \(settings.authority) is not valid UTF-8, or too long")
        }
    }

    private func setWill() throws(AttemptEnd) {
        guard let will = settings.will else { return }
        guard TopicFilter.isPublishable(will.topic),
            mosquitto_will_set(
                handle, will.topic, Int32(clamping: will.payload.count), will.payload,
                Int32(will.qos.rawValue), will.retain) == MOSQ_ERR_SUCCESS.code
        else { throw .unreachable("the last will's topic \(will.topic) can't be published to") }
    }

    private func setTLS() throws(AttemptEnd) {
        guard let tls = settings.tls else { return }
        for (what, path) in [("CA", tls.ca), ("certificate", tls.certificate), ("key", tls.key)] {
            guard let path, access(path, R_OK) != 0 else { continue }
            let reason = String(cString: strerror(errno))
            throw .unreachable("the TLS \(what) file \(path) can't be read: \(reason)")
        }
        guard (tls.certificate == nil) == (tls.key == nil) else {
            throw .unreachable("a TLS client certificate needs its key, and a key its certificate")
        }
        // A key with a passphrase must fail: by default OpenSSL would ask on the terminal.
        let result = mosquitto_tls_set(
            handle, tls.ca, tls.ca == nil ? "/etc/ssl/certs" : nil, tls.certificate, tls.key,
            { _, _, _, _ in 0 })
        // 1: the broker's certificate is required and checked.
        guard result == MOSQ_ERR_SUCCESS.code,
            mosquitto_tls_opts_set(handle, 1, nil, nil) == MOSQ_ERR_SUCCESS.code
        else {
            throw .unreachable("the TLS files can't be used: \(String(cString: mosquitto_strerror(result)))")
        }
        mosquitto_tls_insecure_set(handle, false)
    }
}

extension MQTTVersion {
    fileprivate var libraryCode: Int32 {
        switch self {
        case .v3_1_1: MQTT_PROTOCOL_V311
        case .v5: MQTT_PROTOCOL_V5
        }
    }
}

extension mqtt5_property {
    fileprivate var code: Int32 { Int32(rawValue) }
}
