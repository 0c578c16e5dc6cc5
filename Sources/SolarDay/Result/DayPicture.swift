// SPDX-License-Identifier: MIT
/// The day as a drawing: solar, house, charger, grid, and a mark for each change of the limit.
struct DayPicture {
    let day: Day
    let trace: DayTrace

    private static let (width, height) = (1200.0, 420.0)
    private static let (left, right, top, bottom) = (60.0, 20.0, 40.0, 40.0)
    /// Points a curve is drawn with: two a pixel's width, lowest and highest, so that no spike is lost.
    private static let columns = 560

    private struct Curve {
        let name: String
        let colour: String
        let value: (Int) -> Double
    }

    private var curves: [Curve] {
        let (profile, trace) = (day.profile, trace)
        return [
            Curve(name: "solar", colour: "#e6a700") { profile.solar[$0] },
            Curve(name: "house", colour: "#777777") { profile.load[$0] },
            Curve(name: "grid", colour: "#c0392b") { Double(trace.grid[$0]) },
            Curve(name: "charger", colour: "#1f77b4") { Double(trace.charger[$0]) },
        ]
    }

    /// The drawing.
    var svg: String {
        let (low, high) = scale
        let y = { (watts: Double) in
            Self.top + (high - min(max(watts, low), high)) / (high - low)
                * (Self.height - Self.top - Self.bottom)
        }
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" \
            font-family="sans-serif" font-size="13">
            <rect width="100%" height="100%" fill="white"/>
            """
        ]
        parts += grid(low, high, y)
        parts += curves.map { path($0, y) }
        parts += trace.writes.map { second in
            let x = Self.number(x(second))
            return
                "<path d=\"M\(x) \(Self.number(Self.height - Self.bottom))v-9\" stroke=\"#2ca02c\" stroke-width=\"2\"/>"
        }
        parts += legend
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }

    /// The least and the most watts shown; a kettle goes beyond, and is cut off.
    private var scale: (Double, Double) {
        let most = max(day.profile.solar.max() ?? 0, day.range.upperBound) * 1.1
        return (-most, most)
    }

    private func x(_ second: Int) -> Double {
        let share = Double(second) / Double(max(day.profile.seconds, 1))
        return Self.left + share * (Self.width - Self.left - Self.right)
    }

    private func path(_ curve: Curve, _ y: (Double) -> Double) -> String {
        let seconds = day.profile.seconds
        let columns = min(Self.columns, seconds)
        var commands = ""
        for column in 0..<columns {
            let span =
                column * seconds
                / columns..<max((column + 1) * seconds / columns, column * seconds / columns + 1)
            let values = span.map(curve.value)
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            let place = Self.number(x(span.lowerBound))
            commands += "\(column == 0 ? "M" : "L")\(place) \(Self.number(y(low)))"
            if high - low > 1 { commands += "V\(Self.number(y(high)))" }
        }
        return "<path d=\"\(commands)\" fill=\"none\" stroke=\"\(curve.colour)\" stroke-opacity=\"0.85\"/>"
    }

    private func grid(_ low: Double, _ high: Double, _ y: (Double) -> Double) -> [String] {
        let step = high > 2500 ? 1000.0 : high > 900 ? 500.0 : 200.0
        var lines: [String] = []
        var watts = (low / step).rounded(.up) * step
        while watts <= high {
            let place = Self.number(y(watts))
            let colour = watts == 0 ? "#444444" : "#dddddd"
            lines.append(
                "<path d=\"M\(Int(Self.left)) \(place)H\(Int(Self.width - Self.right))\" stroke=\"\(colour)\"/>"
            )
            lines.append(
                "<text x=\"\(Int(Self.left) - 6)\" y=\"\(place)\" text-anchor=\"end\">\(Int(watts)) W</text>")
            watts += step
        }
        for hour in stride(from: 0, through: day.profile.seconds / 3600, by: 2) {
            let place = Self.number(x(hour * 3600))
            let bottom = Int(Self.height - Self.bottom) + 18
            lines.append("<text x=\"\(place)\" y=\"\(bottom)\" text-anchor=\"middle\">\(hour) h</text>")
        }
        return lines
    }

    private var legend: [String] {
        let marks = curves.map { ($0.name, $0.colour) } + [("change of the limit", "#2ca02c")]
        return marks.enumerated().map { place, mark in
            let x = Int(Self.left) + place * 110
            return "<path d=\"M\(x) 20h24\" stroke=\"\(mark.1)\" stroke-width=\"3\"/>"
                + "<text x=\"\(x + 30)\" y=\"24\">\(mark.0)</text>"
        }
    }

    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
