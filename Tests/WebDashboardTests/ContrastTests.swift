// SPDX-License-Identifier: MIT
import Foundation
import Testing
import WebDashboard

/// WCAG 2.2: text 4.5 to 1 (1.4.3), what is needed to know a control or a graph by 3 to 1 (1.4.11).
@Suite("The page's colours")
struct ContrastTests {
    private static let texts = [
        ("ink", ["ground", "card", "soft", "field"]), ("quiet", ["ground", "card", "soft"]),
        ("accent", ["ground", "card"]), ("on-accent", ["accent"]), ("good", ["good-soft", "card"]),
        ("warn", ["warn-soft", "card"]), ("bad", ["bad-soft", "card"]), ("voltage", ["card"]),
        ("current", ["card"]),
    ]
    private static let shapes = [
        ("edge", ["ground", "card", "field"]), ("accent", ["ground", "card", "soft"]), ("limit", ["card"]),
    ]

    @Test("stand out enough from what they lie on, in light and in dark", arguments: [0, 1])
    func schemes(scheme: Int) async throws {
        try await withPage { page async throws in
            let schemes = try await page.ask("GET", "/style.css").body.matches(of: /:root \{([^}]*)\}/)
            try #require(schemes.count == 2)
            let colors = Self.colors(schemes[scheme].1, /--([a-z-]+): (#[0-9a-f]+)/)
            for (pairs, least) in [(Self.texts, 4.5), (Self.shapes, 3)] {
                for (above, grounds) in pairs {
                    for below in grounds {
                        let ratio = Self.ratio(try #require(colors[above]), try #require(colors[below]))
                        #expect(ratio >= least, "\(above) on \(below): \(ratio)")
                    }
                }
            }
        }
    }

    @Test("of the charge states bear white words, and stand out from the card in light and in dark")
    func states() async throws {
        try await withPage { page async throws in
            let style = try await page.ask("GET", "/style.css").body
            let script = try await page.ask("GET", "/chart.js").body
            let cards = style.matches(of: /--card: (#[0-9a-f]+)/).map { Self.luminance($0.1) }
            let states = script.matches(of: /(?:: |= )"(#[0-9a-f]{6})"/).map { $0.1 }
            try #require(cards.count == 2 && states.count >= 9)
            for state in states {
                #expect(Self.ratio(Self.luminance(state), 1) >= 4.5, "white on \(state)")
                for card in cards { #expect(Self.ratio(Self.luminance(state), card) >= 3, "\(state)") }
            }
        }
    }

    private static func colors(
        _ text: Substring, _ pattern: Regex<(Substring, Substring, Substring)>
    ) -> [String: Double] {
        Dictionary(text.matches(of: pattern).map { (String($0.1), luminance($0.2)) }) { first, _ in first }
    }

    private static func ratio(_ one: Double, _ other: Double) -> Double {
        (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    /// The relative luminance of `#rgb` or `#rrggbb`.
    private static func luminance(_ color: Substring) -> Double {
        var digits = color.dropFirst().map(\.self)
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        let value = Int(String(digits), radix: 16) ?? 0
        let parts = [16, 8, 0].map { shift in
            let part = Double(value >> shift & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
