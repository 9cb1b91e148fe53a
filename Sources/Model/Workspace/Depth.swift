import Language
import Values

extension Workspace {
    /// Runs `work`, which walks the expressions and the definitions that they use: where those are deep, on a large
    /// stack.
    package func withRoom<Result, Failure: Error>(
        for expressions: [Expression], _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        needsRoom(for: expressions) ? try withDeepStack(work) : try work()
    }

    /// Whether expressions, with the definitions that they use, are deep.
    func needsRoom(for expressions: [Expression]) -> Bool {
        let limit = shallowDepth - min(depth, shallowDepth)
        return limit == 0 || expressions.contains { $0.depth(upTo: limit) >= limit }
    }

    /// Keeps how deep a definition is, with those that it uses written out.
    ///
    /// One that replaces another may deepen all that use it.
    mutating func noteDepth(_ levels: Int, replaces: Bool) {
        depth = replaces ? depth + min(levels, 1_000_000) : max(depth, levels)
        depth = min(depth, 1_000_000)
    }
}
