import CArrow
import Foundation
import Testing
import Values

@testable import Warehouse

/// Arrays that are not as the specification has them end in an error where that can be seen.
@Suite("Malformed Arrow data")
struct MalformedArrowTests {
    private func error(_ schema: ArrowSchema, _ array: ArrowArray, in batch: HandMadeBatch) -> String? {
        do {
            _ = try HandMadeBatch.values(schema, [array], in: batch)
            return nil
        } catch {
            return (error as? Diagnostic)?.code
        }
    }

    @Test("offsets that go back or below 0, and missing buffers")
    func offsets() {
        let batch = HandMadeBatch()
        let text = batch.bytes(Array("abc".utf8))
        for offsets: [Int32] in [[0, 3, 1], [-1, 2, 3], [0, -5, 3]] {
            let array = batch.array(2, [nil, batch.numbers(offsets), text])
            #expect(error(batch.schema("u"), array, in: batch) == "arrow-data", "\(offsets)")
        }
        #expect(
            error(batch.schema("u"), batch.array(1, [nil, batch.numbers([Int32](arrayLiteral: 0, 2)), nil]), in: batch)
                == "arrow-data")
        #expect(error(batch.schema("u"), batch.array(1, [nil, nil, text]), in: batch) == "arrow-data")
        #expect(error(batch.schema("l"), batch.array(1, [nil, nil]), in: batch) == "arrow-data")
        #expect(error(batch.schema("l"), batch.array(1, [nil]), in: batch) == "arrow-data")
    }

    @Test("views that leave their buffer")
    func views() {
        let batch = HandMadeBatch()
        let bytes = batch.bytes([UInt8](repeating: 65, count: 20))
        let sizes = batch.numbers([Int64(20)])
        for (count, buffer, place) in [(30, 0, 0), (20, 1, 0), (20, -1, 0), (20, 0, 1), (20, 0, -4), (-1, 0, 0)] {
            let view = batch.numbers([Int32(count), 0, Int32(buffer), Int32(place)])
            let array = batch.array(1, [nil, view, bytes, sizes])
            #expect(error(batch.schema("vu"), array, in: batch) == "arrow-data", "\(count) \(buffer) \(place)")
        }
    }

    @Test("codes without an entry, and a dictionary that is not there")
    func dictionaries() {
        let batch = HandMadeBatch()
        let schema = batch.schema("i", dictionary: batch.schema("u"))
        let words = batch.array(1, [nil, batch.numbers([Int32](arrayLiteral: 0, 1)), batch.bytes([65])])
        for code: Int32 in [1, -1, .max] {
            let array = batch.array(1, [nil, batch.numbers([code])], dictionary: words)
            #expect(error(schema, array, in: batch) == "arrow-data")
        }
        #expect(error(schema, batch.array(1, [nil, batch.numbers([Int32(0)])]), in: batch) == "arrow-data")
    }

    @Test("batches that do not fit their schema")
    func batches() throws {
        let batch = HandMadeBatch()
        let fields = try ArrowField.fields(of: batch.schema("+s", children: [batch.schema("l", name: "a")]))
        let column = batch.array(2, [nil, batch.numbers([Int64](arrayLiteral: 1, 2))])
        func refuses(_ array: ArrowArray) -> Bool {
            do {
                try ArrowResult(fields).append(array)
                return false
            } catch { return true }
        }
        #expect(refuses(batch.array(2, [nil], children: [])))
        #expect(refuses(batch.array(3, [nil], children: [column])))
        #expect(refuses(batch.array(2, offset: 1, [nil], children: [column])))
        #expect(refuses(batch.array(-1, [nil], children: [column])))
        #expect(refuses(batch.array(2, offset: Int.max, [nil], children: [column])))
        #expect(!refuses(batch.array(2, [nil], children: [column])))
    }

    @Test("schemas of something else")
    func schemas() {
        let batch = HandMadeBatch()
        func refuses(_ schema: ArrowSchema) -> Bool {
            do {
                _ = try ArrowResult(ArrowField.fields(of: schema))
                return false
            } catch { return true }
        }
        #expect(refuses(batch.schema("l")))
        #expect(refuses(batch.schema("+s", children: [batch.schema("+l", name: "list")])))
        #expect(refuses(batch.schema("+s", children: [batch.schema("z", name: "bytes")])))
        #expect(refuses(batch.schema("+s", children: [batch.schema("d:x,y", name: "decimal")])))
        #expect(!refuses(batch.schema("+s", children: [])))
    }
}
