/// What became of each entity's balance between the opening and the closing of a period.
///
/// `opening + new + reactivated + expansion − contraction − churned + moved_in − moved_out = closing`, to the last digit,
/// in every group.
package enum Movement: String, Hashable, Sendable, CaseIterable {
    case opening, new, reactivated, expansion, contraction, churned, closing
    case movedIn = "moved_in"
    case movedOut = "moved_out"

    package var signature: String { "\(rawValue)(x per entity)" }

    package var summary: String {
        switch self {
        case .opening: "The balance when the period begins: of the rows active on the day before it."
        case .new: "The closing balance of entities that had nothing at the opening and never anything before."
        case .reactivated: "The closing balance of entities that had nothing at the opening but something before it."
        case .expansion: "How much the balances grew of entities that have one at both ends."
        case .contraction: "How much the balances shrank of entities that have one at both ends."
        case .churned: "The opening balance of entities that have nothing at the closing."
        case .closing: "The balance when the period ends: of the rows active on its last day."
        case .movedIn: "The closing balance in a group of entities that were only in other groups at the opening."
        case .movedOut: "The opening balance in a group of entities that are only in other groups at the closing."
        }
    }
}
