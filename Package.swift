// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "headwater",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "headwater", targets: ["headwater"]),
        .executable(name: "headwater-bench", targets: ["headwater-bench"]),
        .executable(name: "headwater-field", targets: ["headwater-field"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The rules and the two ends of the protocol: no I/O, no libpq, no Foundation.
        .target(name: "JSON"),
        .target(name: "Domain", dependencies: ["JSON"]),
        .target(name: "Sync", dependencies: ["Domain", "JSON", crypto]),

        // PostgreSQL. Only EventStore sees libpq.
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "EventStore", dependencies: ["Domain", "JSON", "CLibpq", crypto, log, metrics],
            resources: [.embedInCode("Migrations/SQL")]),

        // The server's executable and the laptop's.
        .target(
            name: "Server",
            dependencies: [
                "Domain", "EventStore", "JSON", "Sync", argumentParser, crypto, cryptoExtras, grdb,
                hummingbird, log, metrics, nioCore, serviceLifecycle,
            ]),
        .target(
            name: "Field",
            dependencies: [
                "Domain", "JSON", "Sync", argumentParser, asyncHTTPClient, crypto, grdb, log,
                nioCore, nioHTTP1,
            ]),
        .executableTarget(name: "headwater", dependencies: ["Server"]),
        .executableTarget(name: "headwater-field", dependencies: ["Field"]),

        // Every figure beside its limit; the limits are libpq alone.
        .target(
            name: "Bench", dependencies: ["CLibpq", "Domain", "EventStore", "JSON", "Server", log]),
        .executableTarget(name: "headwater-bench", dependencies: ["Bench"]),

        // Tests: one folder a target. TestKit holds what they share.
        .target(
            name: "TestKit", dependencies: ["Domain", "EventStore", "JSON", "Sync"],
            path: "Tests/TestKit"),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "JSON", "TestKit"]),
        .testTarget(
            name: "SyncTests", dependencies: ["Domain", "JSON", "Sync", "TestKit", crypto]),
        .testTarget(
            name: "EventStoreTests",
            dependencies: ["Domain", "EventStore", "TestKit"]),
        .testTarget(
            name: "ServerTests",
            dependencies: ["Domain", "EventStore", "JSON", "Server", "TestKit", hummingbirdTesting]),
        .testTarget(
            name: "FieldTests",
            dependencies: ["Domain", "Field", "JSON", "Sync", "TestKit", crypto]),
        .testTarget(name: "BenchTests", dependencies: ["Bench"]),
        .testTarget(name: "EndToEndTests", dependencies: ["JSON"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

var argumentParser: Target.Dependency {
    .product(name: "ArgumentParser", package: "swift-argument-parser")
}
var asyncHTTPClient: Target.Dependency {
    .product(name: "AsyncHTTPClient", package: "async-http-client")
}
var crypto: Target.Dependency { .product(name: "Crypto", package: "swift-crypto") }
var cryptoExtras: Target.Dependency { .product(name: "CryptoExtras", package: "swift-crypto") }
var grdb: Target.Dependency { .product(name: "GRDB", package: "GRDB.swift") }
var hummingbird: Target.Dependency { .product(name: "Hummingbird", package: "hummingbird") }
var hummingbirdTesting: Target.Dependency {
    .product(name: "HummingbirdTesting", package: "hummingbird")
}
var log: Target.Dependency { .product(name: "Logging", package: "swift-log") }
var metrics: Target.Dependency { .product(name: "Metrics", package: "swift-metrics") }
var nioCore: Target.Dependency { .product(name: "NIOCore", package: "swift-nio") }
var nioHTTP1: Target.Dependency { .product(name: "NIOHTTP1", package: "swift-nio") }
var serviceLifecycle: Target.Dependency {
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .treatAllWarnings(as: .error),
    ]
}
