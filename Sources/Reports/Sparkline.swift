import Values

/// Numbers as a line of blocks between the lowest and the highest of them, a blank for no value: `▁▃▅ █`.
func sparkline(_ values: [Value]) -> String {
    let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    let numbers = values.map { $0.double.flatMap { $0.isFinite ? $0 : nil } }
    guard let low = numbers.compactMap({ $0 }).min(), let high = numbers.compactMap({ $0 }).max() else { return "" }
    return String(
        numbers.map { number in
            guard let number else { return " " }
            guard high > low else { return blocks[3] }
            // Halves first, since the distance of two large numbers may be too large for a float.
            let share = (number / 2 - low / 2) / (high / 2 - low / 2)
            return blocks[min(blocks.count - 1, max(0, Int((share * Double(blocks.count - 1)).rounded())))]
        })
}
