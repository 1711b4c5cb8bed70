// swift-tools-version: 6.2
import PackageDescription

// Five floors; an arrow points to what is known; none goes up. The laws are in
// Sources/assay/Documentation.docc/Architecture.md, and `make laws` checks them.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func room(
  _ name: String, knows: [Target.Dependency] = [], resources: [Resource]? = nil, path: String? = nil,
  links: [LinkerSetting]? = nil
) -> Target {
  .target(
    name: name, dependencies: knows, path: path, resources: resources, swiftSettings: settings, linkerSettings: links)
}

func tests(_ name: String, knows: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: knows, exclude: exclude, swiftSettings: settings)
}

// A program that loads no library and lies at a fixed place starts in a third of the time: nothing of it has to be looked
// up or moved, and its tables stay unread until they are used. The heap and the stacks still lie where nobody can tell
// beforehand. It needs CStart.
let standingAlone: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-executable", "-use-ld=lld", "-Xlinker", "--wrap=__register_frame_info", "-Xlinker",
      "--wrap=__deregister_frame_info", "-Xlinker", "--wrap=dlsym",
    ], .when(platforms: [.linux], configuration: .release))
]

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
  name: "assay",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "assay", targets: ["assay"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Ground.
    room("WorkflowModel"),
    room("GitObjects", knows: ["WorkflowModel"]),
    room("HostEffects", knows: ["WorkflowModel", subprocess, system]),

    // Ideas: pure, but for Evidence, which runs checks through HostEffects.
    room("Ledgers", knows: ["WorkflowModel"]),
    room("WorkflowRules", knows: ["WorkflowModel", "Ledgers"]),
    room("YAMLReading", knows: ["WorkflowModel", yams]),
    room("PhaseFiles", knows: ["WorkflowModel", "Signatures", "YAMLReading", "TextPatterns", crypto]),
    room("Evidence", knows: ["WorkflowModel", "HostEffects", "TextPatterns", crypto]),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
    room("TextPatterns", knows: ["CPCRE2"], links: [.linkedLibrary(":libpcre2-8.a")]),
    room("Signatures", knows: ["WorkflowModel", crypto, cryptoExtras]),
    room("Sealing", knows: ["WorkflowModel", crypto]),
    room("Swarm"),
    room("Recipes", knows: ["WorkflowModel", "YAMLReading", yams, crypto]),
    room(
      "Replay",
      knows: [
        "WorkflowModel", "WorkflowRules", "Ledgers", "PhaseFiles", "Evidence", "GitObjects", "Signatures", "Sealing",
        crypto,
      ]),

    // Adapters.
    .systemLibrary(name: "CGit2", providers: [.apt(["libgit2-dev"])]),
    .target(name: "CGitLocal"),
    .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
    room(
      "GitStorage", knows: ["WorkflowModel", "GitObjects", "HostEffects", "CGit2", "CGitLocal", "CDeflate", crypto],
      // From their archives: what is not there need not be loaded, nor be installed where the binary runs.
      links: ["git2", "http_parser", "mbedcrypto", "pcre2-8", "z", "deflate"].map { .linkedLibrary(":lib\($0).a") }),
    room(
      "GitBook",
      knows: [
        "WorkflowModel", "WorkflowRules", "Ledgers", "PhaseFiles", "Evidence", "Coordination", "GitObjects",
        "GitStorage", "Replay", "Signatures", "HostEffects", crypto,
      ]),
    room("Signing", knows: ["WorkflowModel", "Signatures", "HostEffects", "Coordination", crypto]),

    room("DockerSwarm", knows: ["WorkflowModel", "Swarm", "RecipeHarness", "HostEffects"]),

    // Use cases.
    room("RecipeHarness", knows: ["WorkflowModel", "Swarm", "Recipes", "Evidence", "HostEffects", crypto]),
    room(
      "Coordination",
      knows: [
        "WorkflowModel", "WorkflowRules", "Ledgers", "PhaseFiles", "Evidence", "Signatures", "Sealing", "HostEffects",
        logging,
      ]),

    // Surface.
    room("Guard", knows: ["WorkflowModel", "WorkflowRules", "Ledgers", "GitObjects", "Replay"]),
    room(
      "Presentation",
      knows: [
        "WorkflowModel", "WorkflowRules", "Ledgers", "Coordination", "Guard", "Signatures", "RecipeHarness", "Watch",
      ]),
    room(
      "Watch",
      knows: ["WorkflowModel", "WorkflowRules", "Ledgers", "Coordination", "HostEffects", crypto, logging]),
    room("Templates", resources: [.embedInCode("files")], path: "templates"),
    room("PhaseLibrary", resources: [.embedInCode("files")], path: "phases"),
    room(
      "AssayCommands",
      knows: [
        "WorkflowModel", "WorkflowRules", "Ledgers", "PhaseFiles", "Evidence", "Coordination", "Presentation",
        "Guard", "Signatures", "RecipeHarness", "Recipes", "YAMLReading", "Templates", "PhaseLibrary", "HostEffects",
        "Watch", argumentParser,
        logging,
      ]),

    // Door.
    .target(name: "CStart"),
    .executableTarget(
      name: "assay",
      dependencies: [
        "AssayCommands", "Coordination", "PhaseFiles", "Evidence", "Presentation", "WorkflowModel", "GitBook",
        "GitObjects", "Guard",
        "Signing", "DockerSwarm", "RecipeHarness", "HostEffects", "CStart", argumentParser, logging,
      ],
      swiftSettings: settings,
      linkerSettings: standingAlone),

    // Not part of the product: makes large workspaces to measure with. It writes packs, deflated by the zlib that libgit2
    // needs too.
    .systemLibrary(name: "CZlib", path: "Benchmarks/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .executableTarget(
      name: "generate",
      dependencies: [
        "WorkflowModel", "WorkflowRules", "Ledgers", "PhaseFiles", "Evidence", "Coordination", "GitObjects",
        "GitStorage", "Signatures", "Signing", "HostEffects", "CZlib", argumentParser, crypto, system,
      ],
      path: "Benchmarks/Generate", swiftSettings: settings),

    // Not part of the product: measures assay beside git.
    .executableTarget(
      name: "bench", dependencies: ["Evidence", "Signatures", "CStart", argumentParser], path: "Benchmarks/Bench",
      swiftSettings: settings, linkerSettings: standingAlone),

    // Not part of the product: times of signing and verifying.
    .executableTarget(
      name: "time-signatures", dependencies: ["Signatures", "Signing", "HostEffects"], path: "Benchmarks/Signatures",
      swiftSettings: settings),

    // Not part of the product: every order of acts in a bounded world, judged by the rules.
    .target(
      name: "Exploration", dependencies: ["WorkflowModel", "WorkflowRules", "Ledgers"], path: "Tests/Exploration",
      swiftSettings: settings),
    .executableTarget(
      name: "explore", dependencies: ["Exploration", "WorkflowRules"], path: "Benchmarks/Explore",
      swiftSettings: settings),

    // Not part of the product: how rollbacks on a real Swarm are reported, and how soon.
    .executableTarget(
      name: "study-rollback", dependencies: ["DockerSwarm", "RecipeHarness", "Swarm", "WorkflowModel", "HostEffects"],
      path: "Benchmarks/Rollback", swiftSettings: settings),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["WorkflowModel", "HostEffects", subprocess, system],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("WorkflowModelTests", knows: ["WorkflowModel"]),
    tests("LedgersTests", knows: ["Ledgers", "WorkflowModel", "TestSupport"]),
    tests("WorkflowRulesTests", knows: ["WorkflowRules", "WorkflowModel", "Ledgers", "TestSupport"]),
    tests("ExplorationTests", knows: ["Exploration", "WorkflowRules", "WorkflowModel"]),
    tests("PhaseFilesTests", knows: ["PhaseFiles", "YAMLReading", "WorkflowModel", "PhaseLibrary", "TestSupport"]),
    tests(
      "RecipeZooTests",
      knows: [
        "assay", "RecipeHarness", "Recipes", "DockerSwarm", "Evidence", "WorkflowModel", "HostEffects", "TestSupport",
      ]),
    tests("RecipesTests", knows: ["Recipes", "YAMLReading", "WorkflowModel"]),
    tests(
      "RecipeHarnessTests",
      knows: ["RecipeHarness", "Recipes", "Swarm", "Evidence", "WorkflowModel", "HostEffects", "TestSupport"]),
    tests("EvidenceTests", knows: ["Evidence", "TextPatterns", "WorkflowModel", "HostEffects", "TestSupport"]),
    tests("GitStorageTests", knows: ["GitStorage", "GitObjects", "WorkflowModel", "HostEffects", "TestSupport"]),
    tests(
      "SignaturesTests", knows: ["Signatures", "WorkflowModel", "HostEffects", "TestSupport", crypto, cryptoExtras]),
    tests(
      "WatchTests",
      knows: [
        "assay", "generate", "Watch", "WorkflowModel", "WorkflowRules", "Ledgers", "HostEffects", "TestSupport",
        logging,
      ]),
    tests("GeneratorTests", knows: ["assay", "generate", "HostEffects", "TestSupport"]),
    tests("SwarmTests", knows: ["Swarm"]),
    tests(
      "DockerSwarmTests",
      knows: ["DockerSwarm", "RecipeHarness", "Swarm", "WorkflowModel", "HostEffects", "TestSupport"]),
    tests("SealingTests", knows: ["Sealing", "WorkflowModel"]),
    tests("SigningTests", knows: ["Signing", "Signatures", "WorkflowModel", "HostEffects", "TestSupport", crypto]),
    tests(
      "GuardTests",
      knows: [
        "Guard", "Replay", "GitBook", "GitObjects", "GitStorage", "WorkflowModel", "WorkflowRules", "Ledgers",
        "PhaseFiles",
        "Evidence", "HostEffects", "TestSupport",
      ]),
    tests(
      "CoordinationTests",
      knows: [
        "assay", "Coordination", "GitBook", "GitStorage", "Signatures", "WorkflowModel", "WorkflowRules", "Ledgers",
        "PhaseFiles",
        "Evidence", "HostEffects", "TestSupport", logging,
      ]),
    tests(
      "CommandLineTests", knows: ["assay", "generate", "WorkflowModel", "HostEffects", "TestSupport"],
      exclude: ["Snapshots"]),
  ]
)

// `make fuzz` alone builds this: it is instrumented, and linked with the toolchain's libFuzzer.
if Context.environment["ASSAY_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "WorkflowModel", "Ledgers", "YAMLReading", "PhaseFiles", "Evidence", "GitObjects", "GitStorage", "Coordination",
        "Guard", "Signatures", "Signing", "Sealing", "Recipes", "RecipeHarness", "Watch", crypto,
      ],
      path: "Tests/Fuzz/Harness", swiftSettings: settings))
}
