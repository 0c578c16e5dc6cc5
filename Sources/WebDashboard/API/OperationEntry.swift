// SPDX-License-Identifier: MIT
import FoundationEssentials

/// A row of the table of the API's operations in the documentation, in Markdown.
public struct OperationEntry: Sendable, Hashable {
    /// Method and path.
    public let operation: String
    /// An example of its body, or the names in its query.
    public let takes: [String]
    /// What it gives or does.
    public let meaning: String

    /// What is served but the page's own files, in the words of the API's description.
    public static func all() throws -> [OperationEntry] {
        let document = try JSONDecoder().decode(
            Document.self, from: Data(PackageResources.openapi_json))
        return WebDashboard.served().compactMap { method, path in
            guard let operation = document.paths[path]?[method.lowercased()], operation.tags != ["page"]
            else {
                return nil
            }
            return OperationEntry("\(method) \(path)", operation, document.components)
        }
    }

    private init(_ name: String, _ described: Document.Operation, _ components: Document.Components) {
        let parameters = described.parameters ?? []
        let known = parameters.compactMap { $0.reference?.split(separator: "/").last.map(String.init) }
        let body = described.requestBody?.content.values.first?.example
        operation = name
        takes =
            [body.map { String(decoding: JSONText.line($0), as: UTF8.self) }].compactMap { $0 }
            + known.filter { components.parameters[$0]?.place == "query" }
        meaning = ([described.summary, described.description] + parameters.map(\.description))
            .compactMap { $0.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 } }
            .joined(separator: ". ")
    }
}

/// What of the API's description is needed for it (OpenAPI 3.1).
private struct Document: Decodable {
    struct Operation: Decodable {
        var summary: String
        var description: String?
        var tags: [String]
        var parameters: [Parameter]?
        var requestBody: Body?
    }

    struct Parameter: Decodable {
        var reference: String?
        var place: String?
        var description: String?

        enum CodingKeys: String, CodingKey {
            case reference = "$ref"
            case place = "in"
            case description
        }
    }

    struct Body: Decodable { var content: [String: Media] }
    struct Media: Decodable { var example: [String: Example]? }
    struct Components: Decodable { var parameters: [String: Parameter] }

    /// A number or a text.
    enum Example: Codable {
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            self =
                try (try? value.decode(Double.self)).map { .number($0) } ?? .text(value.decode(String.self))
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .number(let number): try value.encode(number)
            case .text(let text): try value.encode(text)
            }
        }
    }

    var paths: [String: [String: Operation]]
    var components: Components
}
