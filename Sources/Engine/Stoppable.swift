import Values

extension Sequence {
    /// Each element's result; throws `interrupted` where the work is stopped on the way.
    func mapUnlessStopped<Result>(
        _ result: (Element) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(underestimatedCount)
        try forEachUnlessStopped { (element) throws(Diagnostic) in results.append(try result(element)) }
        return results
    }

    /// Goes over all elements; throws `interrupted` where the work is stopped on the way.
    func forEachUnlessStopped(_ body: (Element) throws(Diagnostic) -> Void) throws(Diagnostic) {
        var count = 0
        for element in self {
            count &+= 1
            if count & 0x7FFF == 0 { try Work.check() }
            try body(element)
        }
    }

    /// Sorted, or in any order where the work is stopped on the way.
    func sortedUnlessStopped(by comesBefore: (Element, Element) -> Bool) -> [Element] {
        var result = Array(self)
        result.sortUnlessStopped(by: comesBefore)
        return result
    }
}

extension MutableCollection where Self: RandomAccessCollection {
    /// Sorts in place, or leaves any order where the work is stopped on the way.
    mutating func sortUnlessStopped(by comesBefore: (Element, Element) -> Bool) {
        guard Work.ofThread != nil else { return sort(by: comesBefore) }
        var count = 0
        try? sort { first, second in
            count &+= 1
            if count % 32_768 == 0 { try Work.check() }
            return comesBefore(first, second)
        }
    }
}
