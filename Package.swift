// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// What `--version` says was built; read by one small C target, so that another commit does not compile all anew.
let commit = Context.environment["CHARGEBRIDGE_COMMIT"].flatMap { $0.isEmpty ? nil : $0 }

let package = Package(
    name: "chargebridge",
    products: [
        .library(name: "VEDirect", targets: ["VEDirect"]),
        .executable(name: "chargebridge", targets: ["chargebridge"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    ],
    targets: [
        // The wire protocol: bytes in, values out. Imports nothing.
        .target(name: "VEDirect"),
        // Moving bytes: serial port, TCP, in-memory pair.
        .target(name: "ByteLink", dependencies: ["CPlatform", log, nioCore, nioPosix]),
        // The domain's words and all deciding. Imports nothing.
        .target(name: "ChargerControl"),
        // Frames to readings, approved writes to exchanges.
        .target(name: "ChargerSession", dependencies: ["ChargerControl", "VEDirect", "ByteLink", log]),
        // libmosquitto made Swift.
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .target(name: "MQTTClient", dependencies: ["CMosquitto", "CPlatform"]),
        // Topics, state publishing, commands, Home Assistant's documents.
        .target(name: "MQTTBridge", dependencies: ["ChargerControl", "MQTTClient", log]),
        // libmodbus, for grid meters that speak Modbus TCP.
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        // Grid meters over MQTT and Modbus TCP, and the plug.
        .target(name: "EnergySources", dependencies: ["CModbus", "ChargerControl", "MQTTClient"]),
        // Samples, sessions, requests and events in SQLite.
        .target(name: "History", dependencies: ["ChargerControl", grdb, log]),
        // The page, the API, live events, metrics.
        .target(
            name: "WebDashboard",
            dependencies: [
                "ChargerControl", hummingbird, hummingbirdCore, httpTypes, log, lifecycle, nioCore, nioPosix,
                nioHTTPTypes,
            ],
            resources: [.embedInCode("Page")]),
        // A charger and a battery that behave.
        .target(
            name: "ChargerSimulator", dependencies: ["VEDirect", "CPlatform", nioCore, nioPosix]),
        // A day of sun, house and charger in seconds: ours beside its rivals.
        .target(name: "SolarDay", dependencies: ["ChargerControl", "ChargerSimulator"]),
        // The YAML file: reading it, checking it, saying what is wrong and where.
        .target(name: "BridgeConfiguration", dependencies: ["ByteLink", "EnergySources", yams]),
        // The state file and the wiring: the only target that sees everything.
        .target(
            name: "BridgeService",
            dependencies: [
                "BridgeConfiguration", "ByteLink", "CBuildStamp", "CPlatform", "ChargerControl",
                "ChargerSession", "ChargerSimulator", "EnergySources", "History", "MQTTBridge", "MQTTClient",
                "VEDirect", "WebDashboard", log, lifecycle, nioCore, nioHTTP1, nioPosix, subprocess, system,
            ]),
        .executableTarget(
            name: "chargebridge",
            dependencies: [
                "BridgeService", "BridgeConfiguration", "ChargerSimulator", "MQTTBridge", "SolarDay",
                "WebDashboard", arguments, log, lifecycle, signals,
            ]),
        // What the C library offers and Swift cannot call as it is.
        .target(name: "CPlatform"),
        // The commit, for `--version`.
        .target(
            name: "CBuildStamp",
            cSettings: commit.map { [.define("CHARGEBRIDGE_COMMIT", to: "\"\($0)\"")] }),

        .testTarget(name: "VEDirectTests", dependencies: ["VEDirect", "Captures"]),
        .testTarget(name: "ByteLinkTests", dependencies: ["ByteLink", "CPlatform", nioCore, nioPosix]),
        .testTarget(name: "ChargerControlTests", dependencies: ["ChargerControl"]),
        .testTarget(
            name: "ChargerSessionTests",
            dependencies: [
                "ChargerSession", "ChargerSimulator", "ChargerControl", "ByteLink", "VEDirect", "Captures",
                log,
            ]),
        .testTarget(name: "MQTTClientTests", dependencies: ["MQTTClient", "TestBroker"]),
        .testTarget(
            name: "MQTTBridgeTests",
            dependencies: ["MQTTBridge", "MQTTClient", "ChargerControl", "TestBroker"]),
        .testTarget(
            name: "EnergySourcesTests",
            dependencies: ["EnergySources", "ChargerControl", "MQTTClient", "TestBroker", "TestMeter"]),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "ChargerControl", "History", "TestBroker", "chargebridge-history-trial", grdb, log,
            ]),
        .testTarget(
            name: "ChargerSimulatorTests",
            dependencies: ["ByteLink", "Captures", "ChargerSimulator", "VEDirect", nioPosix],
            exclude: ["Witness"]),
        .testTarget(name: "SolarDayTests", dependencies: ["SolarDay", "ChargerControl", "ChargerSimulator"]),
        .testTarget(name: "BridgeConfigurationTests", dependencies: ["BridgeConfiguration"]),
        .testTarget(
            name: "BridgeServiceTests",
            dependencies: [
                "BridgeService", "BridgeConfiguration", "ByteLink", "Captures", "ChargerControl",
                "ChargerSimulator",
                "CPlatform", "History", "TestBroker", "TestBrowser", "TestMeter", "VEDirect", "WebDashboard",
                "chargebridge", log, lifecycle,
            ],
            exclude: ["Browser"]),
        .testTarget(
            name: "WebDashboardTests",
            dependencies: ["WebDashboard", "ChargerControl", "TestBroker", "TestBrowser", log],
            exclude: ["Browser"]),
        .testTarget(name: "CommandLineTests", dependencies: ["chargebridge", "ChargerSimulator", log]),
        // A simulated month of faults in minutes; not a product.
        .executableTarget(
            name: "chargebridge-soak",
            dependencies: [
                "ByteLink", "CPlatform", "ChargerControl", "ChargerSession", "ChargerSimulator",
                "MQTTBridge", "MQTTClient", "VEDirect", log,
            ],
            path: "Tests/Soak"),
        // Keeps a history at full speed, to be killed or measured; not a product.
        .executableTarget(
            name: "chargebridge-history-trial", dependencies: ["ChargerControl", "History", log],
            path: "Tests/HistoryTrial"),
        // Recordings of real chargers, for tests.
        .target(
            name: "Captures", dependencies: ["ByteLink"], path: "Tests/Captures", exclude: ["README.md"],
            resources: [.copy("Recordings")]),
        // A private mosquitto on a free loopback port, for tests.
        .target(name: "TestBroker", dependencies: [], path: "Tests/TestBroker"),
        // A Modbus TCP server by pymodbus.
        .target(
            name: "TestMeter", dependencies: ["TestBroker"], path: "Tests/TestMeter",
            exclude: ["requirements.txt", "run.sh", "server.py"]),
        // A page in headless Chromium, used by a script.
        .target(
            name: "TestBrowser", dependencies: ["TestBroker"], path: "Tests/TestBrowser",
            exclude: ["page.py", "requirements.txt", "run.sh"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = strict
}
