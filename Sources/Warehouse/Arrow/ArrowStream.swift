import CArrow
import Values

/// A stream of batches that somebody else fills; released with this object.
///
/// One thread uses it.
final class ArrowStream {
    let stream = UnsafeMutablePointer<ArrowArrayStream>.allocate(capacity: 1)

    init() { stream.initialize(to: ArrowArrayStream()) }

    deinit {
        stream.pointee.release?(stream)
        stream.deallocate()
    }

    /// What a stream says when it fails.
    struct Failure: Error {
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
        guard let getSchema = stream.pointee.get_schema else { return .success([]) }
        var schema = ArrowSchema()
        let code = getSchema(stream, &schema)
        guard code == 0 else { throw failure(code) }
        defer { schema.release?(&schema) }
        return Result { () throws(Diagnostic) in try ArrowField.fields(of: schema) }
    }

    /// Gives the next batch to `use`, for as long as it runs; false at the end of the stream.
    func next(_ use: (ArrowArray) throws(Diagnostic) -> Void) throws(Failure) -> Result<Bool, Diagnostic> {
        guard let getNext = stream.pointee.get_next else { return .success(false) }
        var batch = ArrowArray()
        let code = getNext(stream, &batch)
        guard code == 0 else { throw failure(code) }
        guard let release = batch.release else { return .success(false) }
        defer { release(&batch) }
        return Result { () throws(Diagnostic) in
            try use(batch)
            return true
        }
    }
}
