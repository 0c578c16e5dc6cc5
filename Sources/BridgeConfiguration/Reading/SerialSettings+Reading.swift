// SPDX-License-Identifier: MIT
internal import ByteLink

extension SerialSettings {
    /// Reads the section `serial`; nil when the port is missing or wrong.
    static func read(_ section: Section) -> (settings: SerialSettings, port: Field)? {
        let field = section.required("port", "the charger's port, like /dev/ttyUSB0 or tcp://host:port")
        let rate = section.field("baudrate").flatMap { baudRate($0) }
        guard let field, let port = port(field) else { return nil }
        var settings = SerialSettings(port: port)
        settings.baudRate = rate ?? settings.baudRate
        return (settings, field)
    }

    private static func port(_ field: Field) -> SerialPort? {
        guard let text = field.text("a port") else { return nil }
        if text.hasPrefix("tcp://") {
            if let address = NetworkAddress(String(text.dropFirst(6))) { return .network(address) }
        } else if text.hasPrefix("/") {
            return .device(path: text)
        }
        field.error(
            "expected a device like /dev/ttyUSB0 or an address like tcp://host:port, found \(field.shown)")
        return nil
    }

    private static func baudRate(_ field: Field) -> Int? {
        guard let rate = field.integer(in: 1200...230_400, " bits per second") else { return nil }
        guard LinkAddress.baudRates.contains(rate) else {
            field.error("expected one of the usual speeds (VE.Direct: 19200), found \(rate)")
            return nil
        }
        if rate != 19200 { field.warn("VE.Direct talks at 19200 bits per second, found \(rate)") }
        return rate
    }
}
