import Testing
import Values

/// Which names of stages are wins and which losses, read as the people do who gave them.
struct StageNameTests {
    @Test(arguments: [
        "Closed Won", "closedwon", "ClosedWon", "WON", "won", "Won - upsell", "10 - Closed/Won", "Deal won!",
        "closed_won",
        "No budget issues - Won", "Gewonnen", "Gagnée", "Ganado", "Vinto",
    ])
    func wins(name: String) {
        #expect(StageName(name).isWon)
        #expect(!StageName(name).isLost)
    }

    @Test(arguments: [
        "Closed Lost", "closedlost", "Lost to competitor", "LOST", "Closed - Lost (no budget)", "No budget - lost",
        "Not won",
        "Closed not won", "Lost - not won", "Verloren", "Perdue", "Perdido",
    ])
    func losses(name: String) {
        #expect(StageName(name).isLost)
        #expect(!StageName(name).isWon)
    }

    @Test(arguments: [
        "Wonder Ltd. in talks", "Negotiation", "Taiwon rollout", "Won/Lost", "Won't decide before May", "To be won",
        "Not yet lost", "Wonka", "Almost lost", "Glost", "", "—",
    ])
    func neither(name: String) {
        #expect(!StageName(name).isWon)
        #expect(!StageName(name).isLost)
    }
}
