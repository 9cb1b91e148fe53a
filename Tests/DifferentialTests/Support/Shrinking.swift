/// Finds the smallest part of a question for which something still holds.
func shrunk(_ question: Asking, _ world: World, _ stillHolds: (Asking) -> Bool) -> Asking {
    var current = question
    var isSmaller = true
    while isSmaller {
        isSmaller = false
        for candidate in current.parts(world) where stillHolds(candidate) {
            current = candidate
            isSmaller = true
            break
        }
    }
    return current
}

extension AskedQuestion {
    /// The same question without one of its parts.
    var parts: [AskedQuestion] { partsOf(self) }
}

private func partsOf(_ question: AskedQuestion) -> [AskedQuestion] {
    func without(_ change: (inout AskedQuestion) -> Void) -> AskedQuestion {
        var result = question
        change(&result)
        return result
    }
    var result: [AskedQuestion] = []
    if question.having != nil { result.append(without { $0.having = nil }) }
    if question.cut != nil { result.append(without { $0.cut = nil }) }
    if question.cut?.withOthers == true { result.append(without { $0.cut?.withOthers = false }) }
    if question.cut?.by != nil { result.append(without { $0.cut?.by = nil }) }
    if question.limit != nil { result.append(without { $0.limit = nil }) }
    if question.totals != nil { result.append(without { $0.totals = nil }) }
    if question.condition != nil { result.append(without { $0.condition = nil }) }
    if question.hasAcross { result.append(without { $0.hasAcross = false }) }
    for index in question.sort.indices { result.append(without { $0.sort.remove(at: index) }) }
    // What names a measure, dimension or comparison by its place holds the last one.
    if question.keys.isEmpty {
        for index in question.comparisons.indices { result.append(without { $0.comparisons.remove(at: index) }) }
        for index in question.dimensions.indices { result.append(without { $0.dimensions.remove(at: index) }) }
    }
    if question.keys.isEmpty, question.measures.count > 1 {
        for index in question.measures.indices { result.append(without { $0.measures.remove(at: index) }) }
    }
    if question.periods.count > 1 {
        for index in question.periods.indices { result.append(without { $0.periods.remove(at: index) }) }
    }
    for index in question.measures.indices where question.keys.isEmpty {
        for part in question.measures[index].parts where !part.aggregates.isEmpty {
            result.append(without { $0.measures[index] = part })
        }
    }
    if question.periods.count == 1, question.comparisons.isEmpty { result.append(without { $0.periods = [] }) }
    // A cut, an order and a cross table are of groups.
    return result.filter { !$0.dimensions.isEmpty || (!$0.hasAcross && $0.cut == nil && $0.having == nil) }
}
