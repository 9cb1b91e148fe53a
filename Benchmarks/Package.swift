// swift-tools-version:6.1
import PackageDescription

// A package of its own, so that the program's build does not fetch and build what only measuring needs.
let package = Package(
    name: "quaestor-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "quaestor", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Kernels",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"), .product(name: "Workbench", package: "quaestor"),
            ],
            path: "Benchmarks/Kernels",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6]
)
