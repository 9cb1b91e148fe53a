import Tables

/// A plan of masks as a flat list of steps, so that carrying it out touches no counted reference.
///
/// Sendable although it holds pointers: it is written once, before workers see it.
final class MaskProgram: @unchecked Sendable {
    let steps: FlatList<MaskStep>
    private var tables: [TallyMemory<UInt8>] = []
    /// Masks that are in use at the same time.
    let depth: Int

    init(_ plan: MaskPlan) {
        var list: [MaskStep] = []
        var tables: [TallyMemory<UInt8>] = []
        func note(_ plan: MaskPlan) -> Int {
            switch plan {
            case .all: list.append(.all(true))
            case .none: list.append(.all(false))
            case .range(let column, let low, let high, let inside):
                list.append(.range(column, low, high, inside: inside))
            case .code(let column, let code, let holds): list.append(.code(column, code, holds: holds))
            case .missing(let column, let holds): list.append(.missing(column, holds: holds))
            case .table(let column, let table):
                let memory = TallyMemory(table)
                tables.append(memory)
                list.append(.table(column, UnsafePointer(memory.start)))
            case .both(let left, let right):
                let depth = max(note(left), note(right) + 1)
                list.append(.both)
                return depth
            case .either(let left, let right):
                let depth = max(note(left), note(right) + 1)
                list.append(.either)
                return depth
            }
            return 1
        }
        depth = note(plan)
        steps = FlatList(list)
        self.tables = tables
    }

    deinit { steps.deallocate() }

    /// Marks the rows of a morsel in `masks`, which has room for `depth` masks of `Morsel.rows` bytes; the first is the
    /// result.
    func mark(_ table: MorselTable, _ span: MorselTable.Span, _ masks: UnsafeMutablePointer<UInt8>) {
        markRows(steps, table, span, masks)
    }
}

enum MaskStep {
    case range(Int, Int64, Int64, inside: Bool)
    case code(Int, Int64, holds: Bool)
    case missing(Int, holds: Bool)
    case table(Int, UnsafePointer<UInt8>)
    case all(Bool)
    /// Of the last two masks what both mark, or either.
    case both
    case either
}

/// Carries out the steps of a program, see `MaskProgram.mark`.
func markRows(
    _ steps: FlatList<MaskStep>, _ table: MorselTable, _ span: MorselTable.Span, _ masks: UnsafeMutablePointer<UInt8>
) {
    var top = masks - Morsel.rows
    for place in 0..<steps.count {
        switch steps.start[place] {
        case .range(let column, let low, let high, let inside):
            top += Morsel.rows
            markRange(table.cells(column, span), low, high, inside: inside, top, span.count)
        case .code(let column, let code, let holds):
            top += Morsel.rows
            markCode(table.cells(column, span), code, holds: holds, top, span.count)
        case .missing(let column, let holds):
            top += Morsel.rows
            markMissing(table.cells(column, span), holds: holds, top, span.count)
        case .table(let column, let marks):
            top += Morsel.rows
            markTable(table.cells(column, span), marks, top, span.count)
        case .all(let flag):
            top += Morsel.rows
            top.update(repeating: flag ? 1 : 0, count: span.count)
        case .both:
            top -= Morsel.rows
            markBoth(top, top + Morsel.rows, span.count)
        case .either:
            top -= Morsel.rows
            markEither(top, top + Morsel.rows, span.count)
        }
    }
}
