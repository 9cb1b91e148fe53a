import Values

extension Functions {
    /// What the names of stages say; see `StageName`.
    static let stages: [Function] = [
        ofText(
            "is_won", "stage", .condition,
            "Whether the name of a stage or status says that the deal was won, as `Closed Won` does."
        ) { .boolean(StageName($0).isWon) },
        ofText(
            "is_lost", "stage", .condition,
            "Whether the name of a stage or status says that the deal was lost, or not won."
        ) { .boolean(StageName($0).isLost) },
    ]
}
