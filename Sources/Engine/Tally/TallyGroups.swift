import Values

/// The groups of an answer: those of all combinations of codes that have rows, or those that can be among the best.
struct TallyGroups {
    /// For each group of the answer its number among all combinations.
    var combinations: [Int]
    /// Where the states of each of them are in the cubes.
    var places: [Int]
    /// Where only the best are told apart: what the rest of the combinations comes to, as one more group behind the others.
    var rest: Rest?

    struct Rest {
        /// By unit, then by state, then by slot.
        var states: [[[Int64]]]
        /// How many groups it stands for, and how many lines these would have.
        var groupCount: Int
        var lineCount: Int
    }

    var count: Int { combinations.count + (rest == nil ? 0 : 1) }

    /// Every combination with rows in any of the cubes.
    init(_ cubes: [TallyCube], groupCount: Int) {
        combinations = (0..<groupCount).filter { group in
            cubes.contains { cube in
                (group * cube.slotCount..<(group + 1) * cube.slotCount).contains { cell in
                    cube.units.indices.contains { cube.hasRows($0, cell) }
                }
            }
        }
        places = combinations
    }

    init(_ combinations: [Int], places: [Int]? = nil, _ rest: Rest? = nil) {
        self.combinations = combinations
        self.places = places ?? combinations
        self.rest = rest
    }
}
