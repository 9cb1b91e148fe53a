/// Drawing of random things, the same ones for the same seed on every machine (SplitMix64).
struct Draw {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0xD6E8_FEB8_6659_FD93 ^ 0x2545_F491_4F6C_DD1D }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }

    /// One of several, which must not be none.
    mutating func pick<T>(_ items: [T]) -> T { items[number(0...items.count - 1)] }

    /// One of several, or nothing.
    mutating func pickAny<T>(_ items: [T]) -> T? { items.isEmpty ? nil : pick(items) }

    /// One of several, each as often as its weight says.
    mutating func pick<T>(weighted items: [(Int, T)]) -> T {
        var position = number(1...items.reduce(0) { $0 + $1.0 })
        for (weight, item) in items {
            position -= weight
            if position <= 0 { return item }
        }
        return items[items.count - 1].1
    }

    mutating func shuffled<T>(_ items: [T]) -> [T] {
        var result = items
        for index in result.indices.dropFirst() { result.swapAt(index, number(0...index)) }
        return result
    }
}
