import Language
import Values

/// Metrics over other stretches of time, statistics over sub-periods, and movements of balances.
extension MetricBinder {
    /// `previous(m)`, `rolling(m, 3 months)`.
    mutating func bindShift(_ function: TimeFunction, _ call: Call, _ span: Span) throws(Diagnostic)
        -> Typed<MetricExpression>
    {
        try refuseRowParts(call, of: function.rawValue, span, remedy: "write \(function.signature)")
        try refuseParts(of: call, besides: [.duration], span, remedy: "write \(function.signature)")
        guard call.arguments.count == 1, let argument = call.arguments.first,
            let shift = function.shift(call.duration)
        else {
            throw Diagnostic(
                "argument-count",
                function == .rolling
                    ? "`rolling` takes a metric and a length of time" : "`\(function.rawValue)` takes one metric",
                at: span, remedies: ["write \(function.signature)"])
        }
        if call.duration != nil && function != .rolling {
            throw Diagnostic(
                "argument-count", "`\(function.rawValue)` takes no length of time", at: span,
                remedies: ["write \(function.signature)"])
        }
        let inner = try bindElsewhere(argument)
        return Typed(.shifted(shift, inner.expression), inner.kind)
    }

    private mutating func bindElsewhere(_ argument: Expression) throws(Diagnostic) -> Typed<MetricExpression> {
        let outside = looksElsewhere
        looksElsewhere = true
        defer { looksElsewhere = outside }
        return try bind(argument)
    }

    /// `avg(m by month over 12 months)`, `avg(X at end by day)`.
    mutating func bindSteps(_ function: AggregateFunction, _ steps: Steps, _ call: Call, _ span: Span)
        throws(Diagnostic) -> Typed<MetricExpression>
    {
        guard function != .first, function != .last, function != .percentile, function != .count else {
            throw Diagnostic(
                "not-over-steps", "`\(function.rawValue)` does not run over sub-periods", at: span,
                remedies: ["sum, avg, min, max, median and stddev do: `avg(metric by month over 12 months)`"])
        }
        if let over = steps.over, over.count * over.grain.mostDays < steps.grain.leastDays {
            throw Diagnostic(
                "short-duration", "\(printed(over)) hold no whole \(steps.grain.rawValue)", at: span,
                reason: ["`\(function.rawValue)` runs over whole \(steps.grain.rawValue)s"],
                remedies: [
                    "take a longer time or shorter steps: `by \(steps.grain.rawValue) over 12 \(steps.grain.rawValue)s`"
                ])
        }
        let inner: Typed<MetricExpression>
        if call.instant != nil {
            // The balance of each sub-period: its sum over the rows active then.
            var balance = call
            balance.steps = nil
            balance.function = AggregateFunction.sum.rawValue
            inner = try bind(Expression(.call(balance), span: span))
        } else {
            try refuseRowParts(
                call, of: "\(function.rawValue)(… by \(steps.grain.rawValue))", span,
                remedy: "put it into the metric: `\(function.rawValue)(sum(x where …) by \(steps.grain.rawValue))`")
            try refuseParts(
                of: call, besides: [.steps], span,
                remedy: "write `\(function.rawValue)(metric by month over 12 months)`")
            guard call.arguments.count == 1, let argument = call.arguments.first else {
                throw Diagnostic(
                    "argument-count", "`\(function.rawValue)` over sub-periods takes one metric", at: span,
                    remedies: ["write `\(function.rawValue)(metric by month over 12 months)`"])
            }
            inner = try bindElsewhere(argument)
        }
        guard inner.kind.isNumber || inner.kind == .missing else {
            throw wrongKind(
                inner.kind, "summed up over sub-periods", call.arguments.first ?? Expression(.missing, span: span))
        }
        return Typed(.overSteps(function, steps, inner.expression), inner.kind)
    }

    /// `churned(mrr per account)`; with `counted`, how many entities moved so.
    mutating func bindMovement(_ movement: Movement, _ call: Call, counted: Bool, _ span: Span) throws(Diagnostic)
        -> Typed<MetricExpression>
    {
        let bound = try AggregateBinder(workspace, notes: notes).bind(movement, call, counted: counted, span)
        return Typed(aggregate(bound.expression), bound.kind)
    }

    /// What only goes with an aggregate over rows.
    private func refuseRowParts(_ call: Call, of name: String, _ span: Span, remedy: String) throws(Diagnostic) {
        guard !call.parts.subtracting([.steps, .duration]).isEmpty else { return }
        throw Diagnostic(
            "not-an-aggregate", "`\(name)` looks at a metric, not at rows", at: span,
            reason: ["`where`, `on`, `at`, `per`, `from` and `distinct` belong to an aggregate over rows"],
            remedies: [remedy])
    }
}

extension Grain {
    /// The days of the shortest of its steps.
    fileprivate var leastDays: Int {
        switch self {
        case .day: 1
        case .week: 7
        case .month: 28
        case .quarter, .fiscalQuarter: 90
        case .half, .fiscalHalf: 181
        case .year, .fiscalYear: 365
        }
    }

    /// The days of the longest of its steps.
    fileprivate var mostDays: Int {
        switch self {
        case .day: 1
        case .week: 7
        case .month: 31
        case .quarter, .fiscalQuarter: 92
        case .half, .fiscalHalf: 184
        case .year, .fiscalYear: 366
        }
    }
}
