import Values

extension Functions {
    /// What the names of stages say; see `StageName`.
    static let stages: [Function] = [
        outcome("is_won", "Whether the name of a stage or status says that the deal was won, as `Closed Won` does.") {
            $0.isWon
        },
        outcome("is_lost", "Whether the name of a stage or status says that the deal was lost, or not won.") {
            $0.isLost
        },
    ]

    private static func outcome(
        _ name: String, _ summary: String, _ holds: @escaping @Sendable (StageName) -> Bool
    ) -> Function {
        Function(
            name: name, parameters: [.text], result: .condition, signature: "\(name)(stage)", summary: summary,
            kernel: .values { arguments in
                guard case .text(let stage)? = arguments.first else { return .missing }
                return .boolean(holds(StageName(stage)))
            })
    }
}
