extension ChargerModel {
    /// Every model that can be simulated; product ids as the maker publishes them.
    public static let all: [ChargerModel] = ip22 + phoenixIP43

    private static let ip22: [ChargerModel] = {
        let ratings: [(first: UInt16, rating: String)] = [
            (0xA320, "12|15"), (0xA322, "12|20"), (0xA324, "12|30"), (0xA326, "24|8"), (0xA328, "24|12"),
            (0xA32A, "24|16"), (0xA32C, "12/15"), (0xA32E, "12/20"), (0xA330, "12/30"), (0xA332, "24/8"),
            (0xA334, "24/12"), (0xA336, "24/16"),
        ]
        return ratings.flatMap {
            pair(first: $0.first, family: "Blue Smart IP22", rating: $0.rating, single: "1")
        }
    }()

    private static let phoenixIP43: [ChargerModel] = {
        let ratings: [(first: UInt16, rating: String)] = [
            (0xA340, "12|50"), (0xA342, "24|25"), (0xA344, "12|30"), (0xA346, "24|16"),
        ]
        return ratings.flatMap {
            pair(first: $0.first, family: "Phoenix Smart IP43", rating: $0.rating, single: "1+1")
        }
    }()

    /// The two product ids of a rating: with one output and with three.
    private static func pair(
        first: UInt16, family: String, rating: String, single: String
    ) -> [ChargerModel] {
        let numbers = rating.split { $0 == "|" || $0 == "/" }.compactMap { Int($0) }
        guard let volts = numbers.first, let amperes = numbers.last else { return [] }
        return [(first, single, 1), (first + 1, "3", 3)].map { id, label, outputs in
            ChargerModel(
                productID: id, name: "\(family) \(rating) (\(label))", nominalVolts: volts,
                maximumDeciamperes: amperes * 10, outputs: outputs)
        }
    }
}
