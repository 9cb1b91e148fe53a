import Values

/// The table of a JSON text that is meant.
struct JSONChoice {
    var table: JSONTables.Found
    /// What rows without keys call their columns elsewhere in the text.
    var titles: [String]?
    /// For `describe`: which of the arrays it is.
    var decision: String
    /// Other tables that are left out.
    var problems: [String] = []

    /// The array that `section` names by its number; else, of those that hold no more than what goes with an answer
    /// (links, warnings, columns), the only one, or the only one that lies least deep if it is the longest too.
    ///
    /// Fails with `file-section`, with `file-table` where there is no table or it is open which one, and with
    /// `file-empty`.
    init(_ tables: JSONTables, _ scanner: JSONScanner, section: Int?, name: String) throws(Diagnostic) {
        let found = tables.found
        let list = found.enumerated().map { "\($0 + 1): \(quoted($1.path))" }.joined(separator: ", ")
        if let section {
            guard found.indices.contains(section - 1) else {
                throw Diagnostic(
                    "file-section", "`\(name)` has no table \(section)",
                    reason: ["there are \(found.count) arrays of objects in it" + (found.isEmpty ? "" : ": " + list)])
            }
            self.init(found[section - 1], tables, scanner)
            return
        }
        let main = Self.main(tables, scanner)
        guard let most = main.map({ found[$0].count }).max(), let least = main.map({ found[$0].keys.count }).min()
        else {
            throw Self.noTable(tables, name)
        }
        let nearest = main.filter { found[$0].keys.count == least }
        guard let best = nearest.first, nearest.count == 1, found[best].count == most else {
            throw Diagnostic(
                "file-table", "`\(name)` holds \(found.count) tables, and it is open which one is meant",
                reason: ["arrays of objects are at " + list], remedies: ["name one: `with section 1`"])
        }
        self.init(found[best], tables, scanner)
        problems = main.filter { $0 != best }.map { index in
            "another table (\(quoted(found[index].path)), \(found[index].count) "
                + (found[index].count == 1 ? "row" : "rows") + ") is left out; `with section \(index + 1)` reads it"
        }
    }

    private init(_ table: JSONTables.Found, _ tables: JSONTables, _ scanner: JSONScanner) {
        self.table = table
        let place = table.keys.isEmpty ? "" : " at \(quoted(table.path))"
        switch table.elements {
        case .objects: decision = "JSON, an array of objects" + place
        case .pages(let keys):
            decision = "JSON, an array of pages" + place + ": their records at \(quoted(keys.joined(separator: ".")))"
        case .rows(let width):
            decision = "JSON, an array of rows" + place
            if let names = Self.titles(of: table, width, tables, scanner) {
                titles = names.titles
                decision += ", their titles at \(quoted(names.path))"
            }
        }
    }

    /// Which of the arrays found may be meant.
    private static func main(_ tables: JSONTables, _ scanner: JSONScanner) -> [Int] {
        let found = tables.found
        var main = Array(found.indices)
        /// What names columns is no table beside the rows.
        var naming: Set<[String]> = []
        var named: Set<Int> = []
        for (index, table) in found.enumerated() {
            guard case .rows(let width) = table.elements, let list = titleList(of: table, width, tables, scanner) else {
                continue
            }
            naming.insert(list.keys)
            named.insert(index)
        }
        func keep(_ isMain: (Int) -> Bool) {
            let kept = main.filter(isMain)
            if !kept.isEmpty { main = kept }
        }
        keep { !naming.contains(found[$0].keys) }
        // What was asked for may be nothing.
        let isEmpty = tables.empties.contains { !$0.contains(where: JSONPage.isAside) }
        let isAside = { (index: Int) in found[index].keys.contains(where: JSONPage.isAside) }
        if isEmpty, main.allSatisfy(isAside) { return [] }
        keep { !isAside($0) }
        // Numbers in arrays of arrays may be places on a map.
        keep { index in
            if case .rows = found[index].elements { return named.contains(index) }
            return true
        }
        return main
    }

    private static func noTable(_ tables: JSONTables, _ name: String) -> Diagnostic {
        if let keys = tables.empties.first(where: { !$0.contains(where: JSONPage.isAside) }) ?? tables.empties.first {
            return Diagnostic(
                "file-empty", "`\(name)`: the file holds no data",
                reason: [
                    keys.isEmpty ? "its array is empty" : "the array at \(quoted(keys.joined(separator: "."))) is empty"
                ], remedies: ["export the file again, or leave it out"])
        }
        return Diagnostic(
            "file-table", "`\(name)` holds no table", reason: ["there is no array of objects in this JSON"],
            remedies: ["write a row as an object: `[{\"region\": \"EMEA\", \"amount\": 5}]`"])
    }

    // MARK: The titles of rows

    private static func titles(
        of table: JSONTables.Found, _ width: Int, _ tables: JSONTables, _ scanner: JSONScanner
    ) -> (titles: [String], path: String)? {
        guard let list = titleList(of: table, width, tables, scanner), let names = names(list, scanner) else {
            return nil
        }
        return (names, list.keys.joined(separator: "."))
    }

    /// The list that has a name for each column of the rows: under a usual key, and as near to them as possible.
    private static func titleList(
        of table: JSONTables.Found, _ width: Int, _ tables: JSONTables, _ scanner: JSONScanner
    ) -> JSONTables.List? {
        func rank(_ list: JSONTables.List) -> (Int, Int) {
            let isUsual = list.keys.last.map { usualLists.contains($0.lowercased()) } ?? false
            return (isUsual ? 1 : 0, zip(list.keys.dropLast(), table.keys.dropLast()).prefix { $0 == $1 }.count)
        }
        return tables.lists.filter { list in
            list.count == width && list.keys != table.keys && !list.keys.isEmpty && list.start != table.start
                && names(list, scanner) != nil
        }.max { rank($0) < rank($1) }
    }

    private static let usualLists: Set<String> = [
        "columns", "cols", "fields", "headers", "header", "names", "columnnames", "column_names", "fieldnames",
        "field_names", "titles", "schema", "rowtype", "columnheaders", "columninfo", "keys",
    ]

    /// Keys of objects that describe a column, the likeliest first.
    private static let nameKeys = [
        "name", "columnname", "column_name", "fieldname", "title", "label", "header", "field", "column", "key", "id",
        "displayname", "display_name",
    ]

    /// The names in a list; nil where not each element has one of its own.
    private static func names(_ list: JSONTables.List, _ scanner: JSONScanner) -> [String]? {
        var scanner = scanner
        scanner.position = list.start + 1
        var isFirst = true
        var names: [String] = []
        while (try? scanner.next(in: 0x5B, &isFirst)) ?? false {
            guard let name = scanner.byte == 0x22 ? string(&scanner) : nameInObject(&scanner), !name.isEmpty else {
                return nil
            }
            names.append(name)
        }
        return names.count == list.count && Set(names).count == names.count ? names : nil
    }

    private static func string(_ scanner: inout JSONScanner) -> String? {
        guard let range = try? scanner.skipString() else { return nil }
        return scanner.text(ofKey: range)
    }

    private static func nameInObject(_ scanner: inout JSONScanner) -> String? {
        guard scanner.byte == 0x7B else { return nil }
        scanner.position += 1
        var isFirst = true
        var best: (rank: Int, name: String)?
        while (try? scanner.next(in: 0x7B, &isFirst)) ?? false {
            guard let key = try? scanner.skipKey() else { return nil }
            if scanner.byte == 0x22, let rank = nameKeys.firstIndex(of: scanner.text(ofKey: key).lowercased()) {
                guard let name = string(&scanner) else { return nil }
                if best.map({ rank < $0.rank }) ?? true { best = (rank, name) }
            } else if (try? scanner.skipValue()) == nil {
                return nil
            }
        }
        return best?.name
    }
}
