import CArrow
import Synchronization
import Tables
import Values

/// Makes columns of a stream of Arrow batches.
final class ArrowResult: Sendable {
    let fields: [ArrowField]
    private let readers: [ArrowColumnReader]

    /// - Parameter fields: those that are read; a stream whose schema has others is refused.
    init(_ fields: [ArrowField]) throws(Diagnostic) {
        self.fields = fields
        var readers: [ArrowColumnReader] = []
        for field in fields { readers.append(try ArrowColumnReader(field)) }
        self.readers = readers
    }

    /// Adds the rows of a batch, its columns beside each other.
    ///
    /// - Parameter batch: not released yet; it stays the caller's.
    func append(_ batch: ArrowArray) throws(Diagnostic) {
        guard batch.length >= 0, batch.offset >= 0, batch.length < 1 << 40, batch.offset < 1 << 40,
            batch.n_children == Int64(readers.count)
        else { throw ArrowField.malformed("a batch does not have the columns of its schema") }
        var children: [Child] = []
        for index in readers.indices {
            guard let child = batch.children?[index] else { throw ArrowField.malformed("a column is missing") }
            children.append(Child(array: child.pointee))
        }
        let (skipped, count) = (Int(batch.offset), Int(batch.length))
        let failures = Mutex<[Int: Diagnostic]>([:])
        concurrently(readers.count) { [readers, children] index in
            do throws(Diagnostic) {
                try readers[index].append(children[index].array, skipping: skipped, count: count)
            } catch {
                failures.withLock { $0[index] = error }
            }
        }
        if let failure = failures.withLock({ $0.min { $0.key < $1.key }?.value }) { throw failure }
    }

    /// What was read; it cannot be added to any more.
    func finish(from source: String) throws(Diagnostic) -> ResultSet {
        var columns: [Column] = []
        for reader in readers { columns.append(try reader.finish(from: source)) }
        return ResultSet(names: fields.map(\.name), columns: columns)
    }

    /// Sendable although it holds pointers: the batch stays until all have read it.
    private struct Child: @unchecked Sendable {
        let array: ArrowArray
    }
}
