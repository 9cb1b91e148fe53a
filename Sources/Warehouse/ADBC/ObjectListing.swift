import CArrow
import Tables
import Values

extension ADBCLink {
    /// The tables that the driver tells of, by schema: the way that every driver has, whatever its database keeps them in
    /// (https://arrow.apache.org/adbc/current/format/specification.html, `AdbcConnectionGetObjects`).
    func objects() throws(Failure) -> [DatabaseSchema] {
        let found = try run { () throws(ADBCFailure) -> Result<[DatabaseSchema], Diagnostic> in
            let stream = ArrowStream()
            try self.driver.call(.looking) {
                self.driver.functions.pointee.ConnectionGetObjects?(
                    self.connection, Int32(ADBC_OBJECT_DEPTH_TABLES), nil, nil, nil, nil, nil, stream.stream, $0)
            }
            do throws(ArrowStream.Failure) {
                var schemas: [DatabaseSchema] = []
                guard try stream.schema(ObjectListing.fits) == true else {
                    return .failure(ArrowField.malformed("the list of tables has another form"))
                }
                while let batch = try stream.next() {
                    do throws(Diagnostic) {
                        schemas += try ObjectListing(batch.array).schemas
                    } catch {
                        return .failure(error)
                    }
                }
                return .success(schemas)
            } catch {
                throw self.failure(of: stream, error, .looking)
            }
        }
        return try told(found)
    }
}

/// Catalogs with their schemas with their tables, as lists of structures in lists of structures.
struct ObjectListing {
    private(set) var schemas: [DatabaseSchema] = []

    /// What databases keep for themselves.
    private static let own: Set<String> = ["information_schema", "pg_catalog", "sys", "performance_schema"]
    /// What somebody looks through in a list.
    static let mostTables = 10_000

    /// Whether batches are what is read here: `(text, [(text, [(text, …)])])`.
    static func fits(_ schema: ArrowSchema) -> Bool {
        func child(_ schema: ArrowSchema, _ index: Int) -> ArrowSchema? {
            index < schema.n_children ? schema.children?[index]?.pointee : nil
        }
        func has(_ schema: ArrowSchema?, _ format: String) -> Bool {
            schema?.format.map { String(cString: $0) } == format
        }
        func inner(_ schema: ArrowSchema) -> ArrowSchema? {
            guard has(schema, "+s"), has(child(schema, 0), "u"), let list = child(schema, 1), has(list, "+l") else {
                return nil
            }
            return child(list, 0)
        }
        guard let schemas = inner(schema), let tables = inner(schemas) else { return false }
        return has(tables, "+s") && has(child(tables, 0), "u")
    }

    /// - Parameter batch: of a schema that fits, not released yet; it stays the caller's.
    init(_ batch: ArrowArray) throws(Diagnostic) {
        // Catalog, schemas (schema, tables (table, type, …)).
        let catalogs = Structure(batch)
        let found = try catalogs.list(1)
        var left = Self.mostTables
        for catalog in 0..<catalogs.count {
            for schema in try found.items(of: catalog) where left > 0 {
                let name = try found.inner.text(0, schema) ?? ""
                if Self.own.contains(name.lowercased()) { continue }
                let tables = try found.inner.list(1)
                var names: [String] = []
                for table in try tables.items(of: schema) where names.count < left {
                    if let name = try tables.inner.text(0, table) { names.append(name) }
                }
                left -= names.count
                if !names.isEmpty { schemas.append(DatabaseSchema(name: name, tables: names)) }
            }
        }
    }

    /// An array of structures: its children are its columns.
    private struct Structure {
        let array: ArrowArray

        init(_ array: ArrowArray) { self.array = array }

        var count: Int { Int(clamping: max(0, array.length)) }

        private func child(_ index: Int) throws(Diagnostic) -> ArrowArray {
            guard index < array.n_children, let child = array.children?[index]?.pointee else {
                throw ArrowField.malformed("the list of tables has a column less than it should")
            }
            return child
        }

        private func cells(_ index: Int, _ format: ArrowFormat) throws(Diagnostic) -> ArrowCells {
            guard array.offset >= 0, array.offset < 1 << 40 else { throw ArrowField.malformed("an offset below 0") }
            return try ArrowCells(try child(index), format, skipping: Int(array.offset), count: count)
        }

        func text(_ index: Int, _ row: Int) throws(Diagnostic) -> String? {
            let cells = try cells(index, .text(offsetBytes: 4))
            guard row < count else { throw ArrowField.malformed("a list leads beyond its items") }
            return cells.isMissing(row) ? nil : String(decoding: try cells.text(row), as: UTF8.self)
        }

        func list(_ index: Int) throws(Diagnostic) -> List {
            let cells = try cells(index, .signed(bytes: 4))
            let child = try child(index)
            guard child.n_children == 1, let inner = child.children?[0]?.pointee else {
                throw ArrowField.malformed("a list has no items")
            }
            return List(cells: cells, inner: Structure(inner))
        }
    }

    /// Items between offsets of 4 bytes.
    private struct List {
        let cells: ArrowCells
        let inner: Structure

        func items(of row: Int) throws(Diagnostic) -> Range<Int> {
            guard row < cells.count, let offsets = cells.values(Int32.self) else {
                throw ArrowField.malformed("a list leads beyond its items")
            }
            if cells.isMissing(row) { return 0..<0 }
            let (start, end) = (Int(offsets[row]), Int(offsets[row + 1]))
            guard start >= 0, start <= end, end <= inner.count else {
                throw ArrowField.malformed("a list leads beyond its items")
            }
            return start..<end
        }
    }
}
