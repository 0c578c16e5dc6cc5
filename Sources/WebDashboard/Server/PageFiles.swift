// SPDX-License-Identifier: MIT
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The page's files: its own are in the program, the chart's are Debian's.
///
/// No path from outside is ever a file's.
struct PageFiles: Sendable {
    let chartFolder: String

    /// More than any chart library.
    private static let mostBytes = 1_000_000

    /// Each file at its fixed path.
    var routes: [Route] {
        [
            own("/", "text/html", PackageResources.index_html),
            own("/style.css", "text/css", PackageResources.style_css),
            own("/app.js", "text/javascript", PackageResources.app_js),
            own("/chart.js", "text/javascript", PackageResources.chart_js),
            own("/icon.svg", "image/svg+xml", PackageResources.icon_svg),
            chart("/lib/dygraph.min.js", "text/javascript"),
            chart("/lib/dygraph.min.css", "text/css"),
        ]
    }

    private func own(_ path: String, _ type: String, _ bytes: [UInt8]) -> Route {
        let tag = Self.tag(bytes)
        return Route(.get, path, .page) { Self.answer($0, bytes, type, tag) }
    }

    private func chart(_ path: String, _ type: String) -> Route {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let file = "\(chartFolder)/\(name)"
        return Route(.get, path, .page) { call in
            // Read each time: it may be installed meanwhile.
            guard let data = try? Data(contentsOf: URL(filePath: file)), data.count <= Self.mostBytes else {
                throw Refusal.notFound("there is no chart: install the Debian package libjs-dygraphs")
            }
            let bytes = Array(data)
            return Self.answer(call, bytes, type, Self.tag(bytes))
        }
    }

    private static func answer(_ call: Call, _ bytes: [UInt8], _ type: String, _ tag: String) -> Response {
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if call.request.headers[.ifNoneMatch] == tag {
            return Response(status: .notModified, headers: headers)
        }
        var response = Response.text(bytes, type: type)
        response.headers.append(contentsOf: headers)
        return response
    }

    /// A name for the content (FNV-1a, 64 bits).
    private static func tag(_ bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return "\"\(String(hash, radix: 16))\""
    }
}
