import Language
import Tables
import Values

/// Finds what a workspace file would have said: time axes, intervals, keys and joins. Every decision is recorded in
/// the dataset, to be shown by `describe` and written out by `save workspace`.
package enum Detection {
    /// Columns that say when a row counts, the likeliest first.
    private static let timeNames = [
        "close_date", "closed_date", "order_date", "orderdate", "invoice_date", "date", "day", "start_date",
        "submitted_at", "submitted_date", "created_date", "create_date", "created_at", "created", "churn_date",
        "signup_date", "changed_at", "at", "timestamp", "usage_date",
    ]
    private static let intervals = [
        ("start_date", "end_date"), ("started_at", "ended_at"), ("start", "end"), ("valid_from", "valid_to"),
        ("active_from", "active_to"), ("current_period_start", "current_period_end"),
    ]

    /// Finds the time axis and the interval of one dataset.
    static func describe(_ dataset: inout Dataset) {
        for (from, to) in intervals {
            guard let start = timeColumn(dataset, from), let end = timeColumn(dataset, to) else { continue }
            dataset.active = .init(from: from, to: to)
            dataset.decisions.append(
                "active from `\(from)` to `\(to)`: two columns of \(start.text)s"
                    + (start == end ? "" : " and \(end.text)s"))
            break
        }
        if let name = timeNames.first(where: { timeColumn(dataset, $0) != nil }) ?? looksLikeTime(dataset) {
            dataset.time = name
            dataset.decisions.append("time axis `\(name)`: a column of days")
        }
    }

    private static func timeColumn(_ dataset: Dataset, _ name: String) -> ColumnType? {
        dataset.columnIndex(name).flatMap { timeColumn(dataset, at: $0) }
    }

    private static func timeColumn(_ dataset: Dataset, at index: Int) -> ColumnType? {
        guard let column = dataset.outline(index), !column.isBlank else { return nil }
        return column.type == .day || column.type == .moment ? column.type : nil
    }

    /// A column that has the sound of a time, else (in tables small enough to try) any column of days.
    private static func looksLikeTime(_ dataset: Dataset) -> String? {
        let names = dataset.columns.map(\.name)
        let sounding = names.first { soundsLikeTime($0) && timeColumn(dataset, $0) != nil }
        guard sounding == nil, dataset.table.likelyRowCount <= eagerRows else { return sounding }
        return names.indices.first { timeColumn(dataset, at: $0) != nil && !names[$0].containsBytes(of: "birth") }
            .map { names[$0] }
    }

    private static func soundsLikeTime(_ name: String) -> Bool {
        (["date", "day", "time", "month"].contains { name.containsBytes(of: $0) } && !name.containsBytes(of: "birth"))
            || name.hasSuffix("_at") || name.hasSuffix("_on") || name.hasPrefix("dt_")
    }

    // MARK: Joins

    /// Adds the joins that names and values prove, between datasets of which at least one is new.
    package static func join(_ workspace: inout Workspace, new names: Set<String>) {
        var known: [String: KeyValues?] = [:]
        let all = workspace.namedDatasets.map(\.name)
        let new = all.filter(names.contains)
        for left in all {
            for right in names.contains(left) ? all : new where left != right {
                tryJoin(left, to: right, in: &workspace, &known)
            }
        }
    }

    private static func tryJoin(
        _ left: String, to right: String, in workspace: inout Workspace, _ known: inout [String: KeyValues?]
    ) {
        guard var dataset = workspace.datasets[left], let other = workspace.datasets[right],
            // The canonical model says how recognised datasets hang together.
            dataset.recognition == nil || other.recognition == nil,
            !dataset.joins.contains(where: { $0.dataset == right }),
            // One to one is joined in one direction only.
            !workspace.reachable(from: right).contains(where: { $0.end == left })
        else { return }
        func values(_ dataset: Dataset, _ column: String) -> KeyValues? {
            let place = dataset.name + "." + column
            if let found = known[place] { return found }
            let computed = keptKeyValues(dataset, column)
            known[place] = .some(computed)
            return computed
        }
        for (column, otherColumn, certainty) in candidates(dataset, other) {
            guard let own = values(dataset, column), let keys = values(other, otherColumn), keys.isUnique,
                !own.distinct.isEmpty, own.isText == keys.isText
            else { continue }
            let found = own.distinct.count { keys.distinct.contains($0) }
            let share = Double(found) / Double(own.distinct.count)
            guard share >= certainty else { continue }
            dataset.joins.append(
                .init(name: right, dataset: right, column: column, otherColumn: otherColumn))
            let partners =
                found == own.distinct.count
                ? "every value has its partner" : "\(found) of \(own.distinct.count) values have a partner"
            dataset.decisions.append("joins \(right) on `\(column) = \(right).\(otherColumn)`: \(partners)")
            workspace.datasets[left] = dataset
            if other.key.isEmpty, var target = workspace.datasets[right] {
                target.key = [otherColumn]
                target.decisions.append("key `\(otherColumn)`: unique, and \(left) leads to it")
                workspace.datasets[right] = target
            }
            return
        }
    }

    /// Pairs of columns whose names say that one leads to the other, with the share of values that must agree.
    private static func candidates(
        _ left: Dataset, _ right: Dataset
    ) -> [(column: String, otherColumn: String, certainty: Double)] {
        let entity = singular(right.name)
        var result: [(String, String, Double)] = []
        // Only these can be led to; most columns of a wide table are none.
        let others = right.columns.indices.map { (position: $0, name: right.columns[$0].name) }
            .filter { $0.position == 0 || sounds($0.name) || $0.name == "name" }
        for column in left.columns.map(\.name) {
            for (position, other) in others {
                let isKeyName = position == 0 || sounds(other)
                // Two columns called just `id` number two different things.
                let isGeneric = ["id", "key", "code", "number", "name"].contains(column)
                if column == other && isKeyName && !isGeneric {
                    result.append((column, other, 0.5))
                } else if isEntity(column, entity) && (other == "id" || other == "name" || other == "key") {
                    result.append((column, other, 0.5))
                } else if sounds(column) && sounds(other) && (column.hasSuffix(other) || other.hasSuffix(column)) {
                    result.append((column, other, 1))
                }
            }
        }
        return result
    }

    private static func sounds(_ name: String) -> Bool {
        ["id", "key", "code", "number"].contains { name == $0 || name.hasSuffix("_" + $0) || name.hasSuffix($0) }
    }

    private static func isEntity(_ column: String, _ entity: String) -> Bool {
        column == entity || column == entity + "_id" || column == entity + "_name" || column == entity + "id"
    }

    /// `accounts` is about an `account`; a prefix as in `ravenstack_accounts` is left out.
    static func singular(_ dataset: String) -> String {
        let last = dataset.split(separator: "_").last.map(String.init) ?? dataset
        if last.hasSuffix("ies") { return String(last.dropLast(3)) + "y" }
        if last.hasSuffix("ses") || last.hasSuffix("xes") { return String(last.dropLast(2)) }
        return last.hasSuffix("s") ? String(last.dropLast()) : last
    }

    struct KeyValues: Sendable {
        var distinct: Set<String>
        var isUnique: Bool
        var isText: Bool
    }

    /// Rows of tables whose values are kept from one look for joins to the next: where tables come one by one, each is
    /// compared with all before it.
    private static let mostKept = 20_000

    private static func keptKeyValues(_ dataset: Dataset, _ name: String) -> KeyValues? {
        guard let index = dataset.columnIndex(name), case .file(let position) = dataset.columns[index].origin,
            !dataset.table.livesElsewhere, dataset.table.unreadSize == nil, dataset.table.rowCount <= mostKept
        else { return keyValues(dataset, name) }
        return dataset.table.kept(position) { keyValues(dataset, name) }
    }

    /// The different values of a column that can be a key; nil for other kinds of columns.
    static func keyValues(_ dataset: Dataset, _ name: String) -> KeyValues? {
        guard let index = dataset.columnIndex(name), let column = dataset.fileColumn(index) else { return nil }
        let present = column.count - column.missingCount
        switch column.data {
        case .texts(_, let dictionary):
            return KeyValues(
                distinct: Set(dictionary.texts), isUnique: dictionary.texts.count == present, isText: true)
        case .scaled(let cells, scale: 0):
            let distinct = Set(cells.filter { $0 != ColumnData.missingScaled })
            return KeyValues(
                distinct: Set(distinct.map { String($0) }), isUnique: distinct.count == present, isText: false)
        default: return nil
        }
    }
}
