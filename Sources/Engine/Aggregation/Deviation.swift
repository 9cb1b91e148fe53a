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

/// Two passes: the mean first, then the squares of the distances from it.
private func deviations(_ input: AggregateInput, lessOne: Int) -> [Value] {
    guard let cells = input.argument?.doubles else { return [Value](repeating: .missing, count: input.count) }
    let counts = input.counts()
    var means = [Double](repeating: 0, count: input.count)
    for (row, target) in input.targets.enumerated() where target >= 0 && !cells[row].isNaN {
        means[Int(target)] += cells[row]
    }
    for index in means.indices where counts[index] > 0 { means[index] /= Double(counts[index]) }
    var squares = [Double](repeating: 0, count: input.count)
    for (row, target) in input.targets.enumerated() where target >= 0 && !cells[row].isNaN {
        let distance = cells[row] - means[Int(target)]
        squares[Int(target)] += distance * distance
    }
    return squares.indices.map { index in
        let divisor = counts[index] - lessOne
        return divisor <= 0 ? .missing : .float((squares[index] / Double(divisor)).squareRoot())
    }
}
