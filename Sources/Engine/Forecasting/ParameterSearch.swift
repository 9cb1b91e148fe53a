/// The smallest value of a function in a box: a coarse grid, then smaller and smaller steps along the axes.
///
/// Always the same result for the same function.
enum ParameterSearch {
    /// Points of the grid along each axis.
    private static let gridSize = 5
    /// Each halving of the step comes twice as close; 12 are a thousandth of the grid's.
    private static let halvings = 10

    /// - Parameter cost: not a number, or infinite, where the parameters do not work.
    static func minimum(in bounds: [ClosedRange<Double>], _ cost: ([Double]) -> Double) -> [Double] {
        var best = bounds.map { ($0.lowerBound + $0.upperBound) / 2 }
        var least = finite(cost(best))
        let steps = bounds.map { ($0.upperBound - $0.lowerBound) / Double(gridSize - 1) }
        var places = [Int](repeating: 0, count: bounds.count)
        while true {
            let point = bounds.indices.map { bounds[$0].lowerBound + steps[$0] * Double(places[$0]) }
            let value = finite(cost(point))
            if value < least { (best, least) = (point, value) }
            guard let next = places.lastIndex(where: { $0 < gridSize - 1 }) else { break }
            places[next] += 1
            for index in places.indices where index > next { places[index] = 0 }
        }
        var lengths = steps.map { $0 / 2 }
        for _ in 0..<halvings {
            var moved = true
            var rounds = 0
            while moved && rounds < 20 {
                moved = false
                rounds += 1
                for axis in bounds.indices {
                    for direction in [-1.0, 1.0] {
                        var point = best
                        point[axis] = min(
                            bounds[axis].upperBound,
                            max(bounds[axis].lowerBound, point[axis] + direction * lengths[axis]))
                        let value = finite(cost(point))
                        if value < least {
                            (best, least) = (point, value)
                            moved = true
                        }
                    }
                }
            }
            for axis in lengths.indices { lengths[axis] /= 2 }
        }
        return best
    }

    private static func finite(_ value: Double) -> Double { value.isFinite ? value : .infinity }
}
