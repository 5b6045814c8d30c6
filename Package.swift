// swift-tools-version: 6.2
import PackageDescription

// One floor a line, lowest first. A target imports only what stands above it here; the house tests
// read this file and the imports and fail when a floor is skipped. See ARCHITECTURE.md.

/// Every Swift target: no unsafe construct goes unmarked, and no warning is let through.
/// Overlapping access is checked in debug builds, where the tests run; in the release build the check costs 3 %.
let house: [SwiftSetting] = [
  .strictMemorySafety(), .treatAllWarnings(as: .error),
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]
/// The two targets that hand out spans over memory they own.
let unsafeFloor: [SwiftSetting] = house + [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "sluice",
  products: [
    .executable(name: "sluice", targets: ["sluice"])
  ],
  targets: [
    // Floor 0: C.
    .target(name: "CSluice", cSettings: [.unsafeFlags(["-O3"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Floor 1: bytes, wrapped libraries, the command line's own kit.
    .target(name: "Bytes", dependencies: ["CSluice"], swiftSettings: unsafeFloor),
    .target(
      name: "Adapters",
      dependencies: ["Bytes", "CSluice", "CZlib", "CISAL", "CYAML", "CCrypto"],
      swiftSettings: unsafeFloor),
    .target(name: "CommandKit", swiftSettings: house),
    // Floor 2: what a row is.
    .target(name: "Table", dependencies: ["Bytes"], swiftSettings: house),
    // Floor 3: what bytes, text and messages mean.
    .target(name: "Formats", dependencies: ["Table", "Bytes", "Adapters"], swiftSettings: house),
    .target(
      name: "Expressions", dependencies: ["Table", "Bytes", "Adapters"], swiftSettings: house),
    .target(name: "CustomerIO", dependencies: ["Table", "Bytes"], swiftSettings: house),
    // Floors 4 and 5: stages.
    .target(
      name: "StageKit", dependencies: ["Table", "Bytes", "Expressions"],
      swiftSettings: house),
    .target(
      name: "Stages", dependencies: ["StageKit", "Table", "Bytes", "Expressions"],
      swiftSettings: house),
    // Floor 7: document, plan, run, report.
    .target(
      name: "Pipelines",
      dependencies: [
        "Stages", "StageKit", "Formats", "Expressions", "CustomerIO", "Table", "Adapters", "Bytes",
        "CommandKit",
      ],
      swiftSettings: house),
    // Floor 9: the commands.
    .executableTarget(
      name: "sluice", dependencies: ["Pipelines", "CommandKit", "Table", "Bytes"],
      swiftSettings: house),
    .executableTarget(
      name: "sluice-dev",
      dependencies: ["Pipelines", "Expressions", "CommandKit", "Table", "Adapters", "Bytes"],
      swiftSettings: house),

    // Tests.
    .target(
      name: "TestKit", dependencies: ["Table", "Bytes"], path: "Tests/TestKit",
      swiftSettings: house),
    .testTarget(
      name: "BytesTests", dependencies: ["Bytes", "TestKit"], swiftSettings: house),
    .testTarget(
      name: "AdaptersTests", dependencies: ["Adapters", "TestKit"], swiftSettings: house),
    .testTarget(
      name: "CommandKitTests", dependencies: ["CommandKit"], swiftSettings: house),
    .testTarget(name: "TableTests", dependencies: ["Table", "TestKit"], swiftSettings: house),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "TestKit"], swiftSettings: house),
    .testTarget(
      name: "ExpressionsTests", dependencies: ["Expressions", "TestKit"], swiftSettings: house),
    .testTarget(
      name: "CustomerIOTests", dependencies: ["CustomerIO", "TestKit"], swiftSettings: house),
    .testTarget(name: "StagesTests", dependencies: ["Stages", "TestKit"], swiftSettings: house),
    .testTarget(
      name: "PipelinesTests", dependencies: ["Pipelines", "TestKit"], swiftSettings: house),
    .testTarget(
      name: "HouseTests", dependencies: ["Pipelines", "StageKit", "CommandKit"],
      swiftSettings: house),
    .testTarget(name: "CaseTests", dependencies: ["TestKit"], swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)
