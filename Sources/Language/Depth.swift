import Values

/// Trees of more levels than this are followed on a large stack; fewer fit on the stack of any thread.
package let shallowDepth = 20

extension Expression {
    /// How many levels the tree has, as far as it is less than `limit`; found without recursion.
    package func depth(upTo limit: Int) -> Int {
        var waiting = [(expression: self, level: 1)]
        var deepest = 0
        while let (expression, level) = waiting.popLast() {
            deepest = max(deepest, level)
            if deepest >= limit { break }
            for operand in expression.operands { waiting.append((operand, level + 1)) }
        }
        return deepest
    }

    /// The expressions right below this one.
    package var operands: [Expression] {
        switch kind {
        case .number, .text, .boolean, .missing, .period, .name, .parameter: []
        case .unary(_, let operand), .within(let operand, _, _): [operand]
        case .binary(_, let left, let right): [left, right]
        case .membership(let operand, let items, _): [operand] + items
        case .between(let operand, let low, let high, _): [operand, low, high]
        case .conditional(let condition, let then, let otherwise):
            [condition, then] + (otherwise.map { [$0] } ?? [])
        case .call(let call): call.arguments + [call.condition, call.entity].compactMap { $0 }
        }
    }
}

extension Statement {
    /// What a definition is made of.
    package var definedExpressions: [Expression] {
        switch kind {
        case .metric(let metric): [metric.expression]
        case .dimension(let dimension): dimension.sources
        case .constant(_, let value), .parameter(_, let value, _), .set(_, let value): [value]
        case .dataset(let dataset): dataset.clauses.compactMap(\.expression)
        case .source(let source):
            source.clauses.flatMap { clause -> [Expression] in
                if case .gives(let given) = clause.kind { given.clauses.compactMap(\.expression) } else { [] }
            }
        default: []
        }
    }
}

extension DatasetDefinition.Clause {
    /// What `derive` computes, or what `drop` tests.
    package var expression: Expression? {
        switch kind {
        case .derive(_, let expression), .drop(let expression): expression
        default: nil
        }
    }
}

extension Question {
    /// All that it asks for, groups by, selects and sorts by.
    package var expressions: [Expression] {
        measures.map(\.expression) + (groupings + (across.map { [$0] } ?? [])).compactMap(\.expression)
            + [condition, having, cut?.by].compactMap { $0 } + sort.map(\.expression)
    }
}

extension CohortQuestion {
    package var expressions: [Expression] {
        [measure.expression] + groupings.compactMap(\.expression) + [entity, condition].compactMap { $0 }
    }
}

extension ScorecardQuestion {
    package var expressions: [Expression] {
        groupings.compactMap(\.expression) + (condition.map { [$0] } ?? [])
    }
}

extension RowsQuestion {
    package var expressions: [Expression] { (condition.map { [$0] } ?? []) + sort.map(\.expression) }
}

extension Grouping {
    /// Nil for a step of time.
    package var expression: Expression? {
        if case .expression(let expression) = kind { expression } else { nil }
    }
}
