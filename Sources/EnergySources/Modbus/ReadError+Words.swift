// SPDX-License-Identifier: MIT
internal import CModbus
internal import Glibc

extension ReadError {
    /// The reason for people: what failed, and what to look at.
    func words(_ settings: ModbusMeterSettings) -> String {
        if let exception { return words(exception, settings) }
        switch code {
        case ETIMEDOUT:
            return "the meter at \(settings.authority) does not answer "
                + "(timed out after \(settings.timeout.words)); is the unit right?"
        case ECONNRESET, EPIPE, 0:
            return "the meter at \(settings.authority) closed the connection"
        case MODBUS_ENOBASE...:
            return "the meter at \(settings.authority) sent something that is no answer to the question; "
                + "does Modbus TCP listen there?"
        default:
            return "the connection to the meter at \(settings.authority) failed: "
                + String(cString: strerror(code))
        }
    }

    private func words(_ exception: Int32, _ settings: ModbusMeterSettings) -> String {
        let place = "unit \(settings.unit) at \(settings.authority)"
        switch exception {
        case 0x01: return "\(place) has no \(settings.kind.rawValue) registers; is the kind right?"
        case 0x02, 0x03:
            return "\(place) has no \(settings.kind.rawValue) \(registers); is a grid meter set up, "
                + "and are unit and registers right?"
        case 0x05, 0x06: return "\(place) is busy"
        case 0x0A, 0x0B:
            return "there is no unit \(settings.unit) behind \(settings.authority); is the unit right?"
        default: return "\(place) can't read its \(registers) (exception \(exception))"
        }
    }

    private var registers: String {
        block.count == 1
            ? "register \(block.start)" : "registers \(block.start) to \(block.start + block.count - 1)"
    }
}
