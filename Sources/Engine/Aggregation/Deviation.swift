import Tables
import Values

/// `stddev(x)`: the sample standard deviation (n − 1), as in SQL and spreadsheets; no value for fewer than two values.
enum SampleDeviationKernel: AggregateKernel {
    static func run(_ input: AggregateInput) -> [Value] { deviations(input, lessOne: 1) }
}

/// `stddev_population(x)`: the population standard deviation (n).
enum PopulationDeviationKernel: AggregateKernel {
    static func run(_ input: AggregateInput) -> [Value] { deviations(input, lessOne: 0) }
}

/// Two passes: the sum first, then the squares of the distances from the mean.
private func deviations(_ input: AggregateInput, lessOne: Int) -> [Value] {
    if case .scaled(let cells, let scale)? = input.argument { return exactDeviations(cells, scale, input, lessOne) }
    guard let cells = input.argument?.doubles else { return [Value](repeating: .missing, count: input.count) }
    let counts = input.counts()
    var means = [Double](repeating: 0, count: input.count)
    for (row, target) in input.targets.enumerated() where target >= 0 && !cells[row].isNaN {
        means[Int(target)] += cells[row] * Double(input.weight(row))
    }
    for index in means.indices where counts[index] > 0 { means[index] /= Double(counts[index]) }
    var squares = [Double](repeating: 0, count: input.count)
    for (row, target) in input.targets.enumerated() where target >= 0 && !cells[row].isNaN {
        let distance = cells[row] - means[Int(target)]
        squares[Int(target)] += distance * distance * Double(input.weight(row))
    }
    return squares.indices.map { index in
        let divisor = counts[index] - lessOne
        return divisor <= 0 ? .missing : .float((squares[index] / Double(divisor)).squareRoot())
    }
}

/// Of decimals every distance times the count is exact, so that equal values have no deviation at all.
private func exactDeviations(_ cells: [Int64], _ scale: Int, _ input: AggregateInput, _ lessOne: Int) -> [Value] {
    let counts = input.counts()
    let sums = SumKernel.sums(cells, input)
    var squares = [Double](repeating: 0, count: input.count)
    for (row, target) in input.targets.enumerated() where target >= 0 && cells[row] != ColumnData.missingScaled {
        let index = Int(target)
        // 64 bits times a count of rows fit into 128.
        let distance = Double(Int128(cells[row]) * Int128(counts[index]) - sums[index]) / Double(counts[index])
        squares[index] += distance * distance * Double(input.weight(row))
    }
    let unit = Double(ExactDecimal.power(scale))
    return squares.indices.map { index in
        let divisor = counts[index] - lessOne
        return divisor <= 0 ? .missing : .float((squares[index] / Double(divisor)).squareRoot() / unit)
    }
}
