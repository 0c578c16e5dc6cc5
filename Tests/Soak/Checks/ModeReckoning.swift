// SPDX-License-Identifier: MIT
/// Which modes may be in force, and what automatic control did, by this soak's own reckoning.
struct ModeReckoning: CustomStringConvertible {
    private static let day: Duration = .seconds(86_390)
    /// A person's limit holds for an hour.
    private static let hold: Duration = .seconds(3600)

    private(set) var possible: Set<String> = ["surplus"]
    private var lasting = "surplus"
    private var hasEnd = false
    private(set) var chosenAt = Duration.zero
    private var handAt: Duration?
    /// An app that set the limit, until the bridge has done something about it.
    private var app: App?
    /// Nobody can tell whether a mode was chosen before or after an app set the limit.
    private var isHandUnclear = false
    /// When the bridge said that it took another hand's limit over.
    private var tookOverAt: Duration?
    private var raises = [Duration].withRoom(for: 256, of: .zero)
    private var switchings = [Duration].withRoom(for: 256, of: .zero)
    private var lastOrder: Bool?
    /// What gives a limit back that was lowered meanwhile, or asks for one anew: each may raise once.
    private var occasions = [Duration].withRoom(for: 1200, of: .zero)

    private struct App {
        var handBefore: Duration?
    }

    /// Somebody chose a mode.
    mutating func chose(_ mode: String, hasEnd: Bool, at now: Duration) {
        if hasEnd {
            possible = [mode, lasting]
        } else {
            (possible, lasting) = ([mode], mode)
        }
        (chosenAt, handAt, app, self.hasEnd) = (now, nil, nil, hasEnd)
        occasion(at: now)
    }

    /// A person set the limit.
    mutating func handWished(at now: Duration) {
        (handAt, app, isHandUnclear) = (now, nil, false)
        occasion(at: now)
    }

    /// An app set the limit.
    mutating func appWished(isUnclear: Bool, at now: Duration) {
        app = app ?? App(handBefore: handAt)
        (handAt, isHandUnclear) = (now, isUnclear)
        occasion(at: now)
    }

    /// The bridge wrote over what an app had set, for what a person wished or before it could see it.
    mutating func handIsVoid() {
        guard let app else { return }
        (handAt, self.app) = (app.handBefore, nil)
    }

    /// The bridge said that it took another hand's limit over.
    mutating func tookOver(at now: Duration) { (tookOverAt, app) = (now, nil) }

    /// Something ended that holds the limit down.
    mutating func occasion(at now: Duration) {
        occasions.append(now)
        occasions.removeAll { now - $0 >= Self.day }
    }

    /// Whether the sun is followed for sure, and no person's limit holds.
    func follows(at now: Duration) -> Bool {
        possible.isSubset(of: ["surplus", "surplus or minimum"])
            && [handAt, tookOverAt].allSatisfy { $0.map { now - $0 > Self.hold + .seconds(60) } ?? true }
    }

    /// Whether automatic control may raise the limit now.
    func mayRaise(at now: Duration) -> Bool {
        // With an end, the mode that comes back takes over from the hand.
        let isHeld = !hasEnd && !isHandUnclear && handAt.map { now - $0 < Self.hold - .seconds(5) } ?? false
        return !isHeld && !possible.isDisjoint(with: ["surplus", "surplus or minimum", "full"])
    }

    /// Automatic control raised the limit.
    /// - Returns: whether the day's budget allows it.
    mutating func raised(at now: Duration) -> Bool {
        raises.append(now)
        raises.removeAll { now - $0 >= Self.day }
        return raises.count <= 30 + occasions.count
    }

    /// The plug was told something.
    /// - Returns: whether the day's switchings allow it.
    mutating func ordered(_ isOn: Bool, at now: Duration) -> Bool {
        guard isOn != lastOrder else { return true }
        lastOrder = isOn
        switchings.append(now)
        switchings.removeAll { now - $0 >= Self.day }
        return switchings.count <= 60 + 2 * occasions.count
    }

    var description: String {
        "\(possible.sorted()), hand \(handAt.map { "\($0)" } ?? "none"), \(raises.count) raises"
    }
}
