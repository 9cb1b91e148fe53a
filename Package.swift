// swift-tools-version:6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let orderedCollections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")

// The modules form a strict DAG, listed here bottom-up; ARCHITECTURE.md has the reason for each arrow.
let package = Package(
    name: "quaestor",
    products: [
        .executable(name: "quaestor", targets: ["quaestor"]),
        // What Benchmarks/, a package of its own, measures.
        .library(name: "Workbench", targets: ["Workbench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .target(name: "CScan"),
        .target(name: "CMapping"),
        // What drivers of databases hand over.
        .target(name: "CArrow"),
        .systemLibrary(name: "CLibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .target(name: "CEditline", dependencies: ["CLibedit"]),
        // What workbooks are made of: compressed XML.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

        .target(name: "Values"),
        .target(name: "Language", dependencies: ["Values"]),
        .target(name: "Tables", dependencies: ["Values", "CScan", "CMapping", "CZlib", "CExpat"]),
        .target(
            name: "Model", dependencies: ["Language", "Tables", "Values", orderedCollections],
            // The metrics and sources that come along become part of the program.
            resources: [.embedInCode("Catalogue/Metrics"), .embedInCode("Sources")]),
        .target(name: "Engine", dependencies: ["Model", "Tables", "Values", "CScan", orderedCollections]),
        .target(name: "Warehouse", dependencies: ["Engine", "Model", "Tables", "Language", "Values", "CArrow"]),
        .target(name: "Reports", dependencies: ["Engine", "Tables", "Values", "CZlib"]),
        .target(
            name: "Shell",
            dependencies: [
                "Reports", "Warehouse", "Engine", "Model", "Tables", "Language", "Values", "CEditline",
                orderedCollections,
            ]),
        .executableTarget(name: "quaestor", dependencies: ["Shell", argumentParser]),
        .target(name: "Workbench", dependencies: ["Reports", "Engine", "Model", "Tables", "Language", "Values"]),

        .testTarget(name: "ValuesTests", dependencies: ["Values"]),
        .testTarget(name: "LanguageTests", dependencies: ["Language"]),
        .testTarget(name: "TablesTests", dependencies: ["Tables", "CScan", "CZlib", "Values"], exclude: ["Fixtures"]),
        .testTarget(name: "ModelTests", dependencies: ["Model", "Language", "Tables", "Values"]),
        .testTarget(name: "EngineTests", dependencies: ["Engine", "Model", "Language", "Tables", "Values"]),
        .testTarget(
            name: "WarehouseTests",
            dependencies: ["Warehouse", "CArrow", "SQLiteSupport", "Engine", "Model", "Tables", "Language", "Values"]),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Engine", "Tables", "Values"],
            exclude: ["Golden", "Parsers"]),
        .testTarget(
            name: "ShellTests",
            dependencies: ["Shell", "EditorProbe", "Reports", "Engine", "Model", "Language", "Values"],
            exclude: ["Pty"]),
        // The line editor with answers that a test can foresee, for the tests in `Pty`.
        .executableTarget(name: "EditorProbe", dependencies: ["Shell"], path: "Tests/EditorProbe"),
        .testTarget(name: "WorkbenchTests", dependencies: ["Workbench"]),
        // The targets of the fuzzer, which `Scripts/fuzz` compiles one by one, and what it has found.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "LanguageTests", "TablesTests", "Shell", "Engine", "Model", "Tables", "Language", "Values",
            ], exclude: ["Corpus", "Fuzzer"]),
        .testTarget(
            name: "SourceTests", dependencies: ["Shell", "Engine", "Model", "Language", "Values"], exclude: ["Exports"]),
        .testTarget(
            name: "ReferenceTests",
            dependencies: ["EngineSupport", "Shell", "Reports", "Engine", "Model", "Language", "Values"]),
        // Databases that `Scripts/engines` has started, filled with the examples.
        .testTarget(
            name: "EngineSupport", dependencies: ["Shell", "Warehouse", "Model", "Tables", "Language", "Values"]),
        // The other program that answers are compared with; nothing but tests needs it.
        .systemLibrary(
            name: "CSQLite", path: "Tests/CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .testTarget(name: "SQLiteSupport", dependencies: ["CSQLite"]),
        .testTarget(
            name: "DifferentialTests",
            dependencies: [
                "EngineSupport", "SQLiteSupport", "Warehouse", "Engine", "Model", "Tables", "Language", "Values",
            ],
            exclude: ["DuckDB/answer.py"]),
        .testTarget(
            name: "ExampleTests",
            dependencies: [
                "quaestor", "SQLiteSupport", "Shell", "Reports", "Engine", "Model", "Tables", "Language", "Values",
            ], exclude: ["AcmeOracle/SQL"]),
    ],
    swiftLanguageModes: [.v6]
)
