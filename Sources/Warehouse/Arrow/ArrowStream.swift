import CArrow
import Values

/// A stream of batches that somebody else fills; released with this object.
///
/// One thread at a time uses it, which need not always be the same: sendable although it holds a pointer.
final class ArrowStream: @unchecked Sendable {
    let stream = UnsafeMutablePointer<ArrowArrayStream>.allocate(capacity: 1)

    init() { stream.initialize(to: ArrowArrayStream()) }

    deinit {
        stream.pointee.release?(stream)
        stream.deallocate()
    }

    /// What a stream says when it fails.
    struct Failure: Error, Sendable {
        var code: Int32
        var message: String
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(
            code: code,
            message: stream.pointee.get_last_error?(stream).map { String(cString: $0) } ?? "error \(code) of the stream"
        )
    }

    /// The columns.
    func fields() throws(Failure) -> Result<[ArrowField], Diagnostic> {
        try schema { schema in Result { () throws(Diagnostic) in try ArrowField.fields(of: schema) } } ?? .success([])
    }

    /// Looks at the schema, which is released afterwards; nil where there is none.
    func schema<Value>(_ look: (ArrowSchema) -> Value) throws(Failure) -> Value? {
        guard let getSchema = stream.pointee.get_schema else { return nil }
        var schema = ArrowSchema()
        let code = getSchema(stream, &schema)
        guard code == 0 else { throw failure(code) }
        defer { schema.release?(&schema) }
        return look(schema)
    }

    /// The next batch; nil at the end of the stream.
    func next() throws(Failure) -> ArrowBatch? {
        guard let getNext = stream.pointee.get_next else { return nil }
        var array = ArrowArray()
        let code = getNext(stream, &array)
        guard code == 0 else { throw failure(code) }
        return array.release == nil ? nil : ArrowBatch(array)
    }
}

/// A batch of a stream, released with this object.
///
/// Sendable although it holds pointers: it is only read, and does not need the stream it came from.
final class ArrowBatch: @unchecked Sendable {
    private(set) var array: ArrowArray

    init(_ array: ArrowArray) { self.array = array }

    deinit { array.release?(&array) }
}
