import CArrow
import Foundation
import Tables
import Values

@testable import Warehouse

/// Arrow arrays made by hand, byte by byte, as the specification has them; the memory stays as long as the object.
final class HandMadeBatch {
    private var owned: [UnsafeMutableRawPointer] = []

    deinit { for pointer in owned { pointer.deallocate() } }

    private func memory(_ count: Int) -> UnsafeMutableRawPointer {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 16)
        owned.append(memory)
        return memory
    }

    func bytes(_ bytes: [UInt8]) -> UnsafeRawPointer {
        let memory = memory(bytes.count)
        memory.copyMemory(from: bytes, byteCount: bytes.count)
        return UnsafeRawPointer(memory)
    }

    func numbers<Number>(_ numbers: [Number]) -> UnsafeRawPointer {
        numbers.withUnsafeBytes { bytes(Array($0)) }
    }

    /// Bits, the first the lowest of the first byte.
    func bits(_ flags: [Bool]) -> UnsafeRawPointer {
        var packed = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
        for (place, flag) in flags.enumerated() where flag { packed[place / 8] |= 1 << UInt8(place % 8) }
        return bytes(packed)
    }

    func text(_ text: String) -> UnsafePointer<CChar> {
        bytes(Array(text.utf8) + [0]).assumingMemoryBound(to: CChar.self)
    }

    private func pointer<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
        let typed = memory(MemoryLayout<Value>.stride * values.count).bindMemory(to: Value.self, capacity: values.count)
        typed.initialize(from: values, count: values.count)
        return typed
    }

    func array(
        _ length: Int, nulls: Int = 0, offset: Int = 0, _ buffers: [UnsafeRawPointer?], children: [ArrowArray] = [],
        dictionary: ArrowArray? = nil
    ) -> ArrowArray {
        ArrowArray(
            length: Int64(length), null_count: Int64(nulls), offset: Int64(offset), n_buffers: Int64(buffers.count),
            n_children: Int64(children.count), buffers: pointer(buffers),
            children: pointer(children.map { Optional(pointer([$0])) }), dictionary: dictionary.map { pointer([$0]) },
            release: nil, private_data: nil)
    }

    func schema(
        _ format: String, name: String = "", metadata: [(String, String)] = [], children: [ArrowSchema] = [],
        dictionary: ArrowSchema? = nil
    ) -> ArrowSchema {
        var encoded: [UInt8] = []
        func put(_ number: Int) { withUnsafeBytes(of: Int32(number)) { encoded += Array($0) } }
        put(metadata.count)
        for (key, value) in metadata {
            put(key.utf8.count)
            encoded += Array(key.utf8)
            put(value.utf8.count)
            encoded += Array(value.utf8)
        }
        return ArrowSchema(
            format: text(format), name: text(name),
            metadata: metadata.isEmpty ? nil : bytes(encoded).assumingMemoryBound(to: CChar.self), flags: 2,
            n_children: Int64(children.count), children: pointer(children.map { Optional(pointer([$0])) }),
            dictionary: dictionary.map { pointer([$0]) }, release: nil, private_data: nil)
    }

    /// The values of one column over several batches.
    static func values(
        _ schema: ArrowSchema, _ arrays: [ArrowArray], in batch: HandMadeBatch
    ) throws -> (column: Column, values: [Value]) {
        let fields = try ArrowField.fields(of: batch.schema("+s", children: [schema]))
        let result = try ArrowResult(fields)
        for array in arrays {
            try result.append(batch.array(Int(array.length), [nil], children: [array]))
        }
        let set = try result.finish(from: "t")
        let column = set.columns[0]
        return (column, (0..<column.count).map { column.value(at: $0) })
    }
}
