import Values

extension Sequence {
    /// Sorted, or as it was where the work is stopped on the way.
    func sortedUnlessStopped(by comesBefore: (Element, Element) -> Bool) -> [Element] {
        guard Work.ofThread != nil else { return sorted(by: comesBefore) }
        var count = 0
        let result = try? sorted { first, second in
            count &+= 1
            if count % 32_768 == 0 { try Work.check() }
            return comesBefore(first, second)
        }
        return result ?? Array(self)
    }
}
