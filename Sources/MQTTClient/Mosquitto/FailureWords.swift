// SPDX-License-Identifier: MIT
internal import CMosquitto
internal import Glibc

// Reasons for people: what failed, where, and what to look at. None contains the user name or password.
extension MQTTSettings {
    func words(errno error: Int32) -> String {
        switch error {
        case ECONNREFUSED: "connection refused; nothing listens there"
        case EHOSTUNREACH: "no route to host"
        case ENETUNREACH: "the network is not reachable"
        case ETIMEDOUT: "no answer"
        default: String(cString: strerror(error))
        }
    }

    /// The library's result of a call that failed.
    ///
    /// - Parameters:
    ///   - result: the library's code.
    ///   - systemError: `errno` right after the call.
    ///   - complaints: what the library logged about it.
    ///   - isGreeted: whether the broker had answered the greeting by then.
    func words(result: Int32, systemError: Int32, complaints: [String], isGreeted: Bool) -> String {
        if tls != nil, let words = tlsWords(complaints) {
            return words + (isGreeted || !Self.isPlain(words) ? "" : "; is this its TLS port?")
        }
        switch result {
        case MOSQ_ERR_ERRNO.code where systemError == EPROTO && tls != nil:
            return "the broker at \(authority) ended the TLS connection; \(certificateAdvice)"
        case MOSQ_ERR_CONN_LOST.code, MOSQ_ERR_NO_CONN.code:
            return "the broker at \(authority) closed the connection"
        case MOSQ_ERR_KEEPALIVE.code:
            return "the broker at \(authority) gives no sign of life"
        case MOSQ_ERR_PROTOCOL.code, MOSQ_ERR_MALFORMED_PACKET.code, MOSQ_ERR_MALFORMED_UTF8.code:
            return "the broker at \(authority) sent something that is not MQTT"
        case MOSQ_ERR_TLS.code, MOSQ_ERR_TLS_HANDSHAKE.code:
            return "no TLS connection with the broker at \(authority); is this its TLS port?"
        // What was being sent met a connection that the broker had closed.
        case MOSQ_ERR_ERRNO.code where systemError == EPIPE || systemError == ECONNRESET:
            return "the broker at \(authority) closed the connection"
        case MOSQ_ERR_ERRNO.code where systemError != 0:
            return "the connection to the broker at \(authority) failed: \(words(errno: systemError))"
        default:
            return
                "the connection to the broker at \(authority) failed: \(String(cString: mosquitto_strerror(result)))"
        }
    }

    /// A broker that closed the connection without an answer to the greeting.
    func unanswered(_ reason: String) -> String {
        tls == nil ? reason : "\(reason) without an answer; \(certificateAdvice)"
    }

    /// What a broker gives as its reason to end a connection; nil when it gave none.
    func words(disconnect code: Int32) -> String? {
        switch code {
        case 0x8B: "the broker at \(authority) is shutting down"
        case 0x8E: "another client named \(clientID) connected to the broker at \(authority)"
        case 0x80...0xFF:
            "the broker at \(authority) ended the connection: \(String(cString: mosquitto_reason_string(code)))"
        default: nil
        }
    }

    /// What a broker gives as its reason to refuse a message.
    func words(publishRefusal code: Int32) -> String {
        "the broker at \(authority) refuses what is published: \(String(cString: mosquitto_reason_string(code)))"
    }

    private func tlsWords(_ complaints: [String]) -> String? {
        let text = complaints.joined(separator: "; ")
        if text.contains("host name verification failed") {
            return
                "certificate verify failed: the certificate of the broker at \(authority) is not for \(host)"
        }
        if text.contains("certificate verify failed") {
            let trusted = tls?.ca.map { "an authority in \($0)" } ?? "an authority the system trusts"
            return
                "certificate verify failed: the certificate of the broker at \(authority) is not signed by "
                + "\(trusted), or not valid now"
        }
        if text.contains("alert certificate required") || text.contains("alert handshake failure") {
            return "the broker at \(authority) wants a client certificate"
        }
        guard let last = complaints.last else { return nil }
        let cause = last.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? ""
        return "\(failedPart(text)): \(cause)"
    }

    /// Whether a failure is what comes of TLS with a port that has none: it hangs up, or answers something else.
    private static func isPlain(_ words: String) -> Bool {
        ["unexpected eof", "wrong version number", "packet length too long", "record layer failure"]
            .contains { words.contains($0) }
    }

    private var certificateAdvice: String {
        tls?.certificate == nil
            ? "it may want a client certificate" : "it may not accept the client certificate"
    }

    /// The file that OpenSSL could not use, or the broker.
    private func failedPart(_ text: String) -> String {
        if text.contains("load CA certificates"), let ca = tls?.ca {
            return "the TLS CA file \(ca) can't be used"
        }
        if text.contains("load client certificate"), let certificate = tls?.certificate {
            return "the TLS certificate file \(certificate) can't be used"
        }
        if text.contains("load client key") || text.contains("keys are inconsistent"), let key = tls?.key {
            return "the TLS key file \(key) can't be used"
        }
        return "TLS with the broker at \(authority) failed"
    }
}

extension mosq_err_t {
    var code: Int32 { rawValue }
}
