// SPDX-License-Identifier: MIT
internal import CMosquitto

// The library calls these on the connection's thread, from within its loop. They only note what
// happened; everything is acted on after the call has returned.
extension MosquittoClient {
    func registerCallbacks() {
        mosquitto_connect_callback_set(handle) { _, context, code in
            MosquittoClient.from(context)?.arrived(.greeting(code: code))
        }
        mosquitto_disconnect_callback_set(handle) { _, context, code in
            MosquittoClient.from(context)?.arrived(.farewell(code: code))
        }
        mosquitto_publish_v5_callback_set(handle) { _, context, _, reason, _ in
            MosquittoClient.from(context)?.arrived(.confirmed(reason: reason))
        }
        mosquitto_subscribe_callback_set(handle) { _, context, id, count, granted in
            // One filter is sent at a time, so there is one answer.
            let isGranted = count > 0 && (granted?.pointee ?? 0x80) < 0x80
            MosquittoClient.from(context)?.arrived(.subscription(id: id, isGranted: isGranted))
        }
        mosquitto_message_callback_set(handle) { _, context, message in
            guard let message else { return }
            MosquittoClient.from(context)?.arrived(Arrival(message.pointee))
        }
        mosquitto_log_callback_set(handle) { _, context, level, text in
            guard level == MOSQ_LOG_ERR, let text else { return }
            MosquittoClient.from(context)?.complained(String(cString: text))
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> MosquittoClient? {
        context.map { Unmanaged<MosquittoClient>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension MosquittoClient.Arrival {
    fileprivate init(_ message: mosquitto_message) {
        let size = Int(message.payloadlen)
        guard size <= MQTTLimits.payloadBytes else {
            self = .oversizedMessage
            return
        }
        guard let name = message.topic, let topic = String(validatingCString: name) else {
            self = .malformedTopic
            return
        }
        let payload = UnsafeRawBufferPointer(
            start: message.payload, count: message.payload == nil ? 0 : max(size, 0))
        self = .message(
            MQTTMessage(
                topic: topic, payload: Array(payload), qos: message.qos == 0 ? .atMostOnce : .atLeastOnce,
                retain: message.retain))
    }
}
