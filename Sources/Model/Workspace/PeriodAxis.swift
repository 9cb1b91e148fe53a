import Language
import Tables
import Values

extension Workspace {
    /// A column of periods (2026-01, 2026-Q1) that an aggregate goes `on`: the first day of each, and how long they are.
    ///
    /// Nil for columns of days, and for those that hold something else.
    func periodAxis(
        _ bound: Typed<RowExpression>, in dataset: Dataset, _ binder: RowBinder, at span: Span
    ) throws(Diagnostic) -> (start: RowExpression, grain: Grain)? {
        guard case .column(let reference) = bound.expression, reference.path.joins.isEmpty,
            bound.kind == .text || bound.kind.isNumber
        else { return nil }
        return try time(of: reference.name, isTold: true, dataset, binder, at: span)
    }
}
