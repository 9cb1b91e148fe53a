/// Gives each name once: a second `bookings` becomes `bookings_2`.
package struct UniqueNames {
    private var taken: Set<String>
    /// The number to go on with behind a name that came before: a hundred thousand equal names take no longer than others.
    private var next: [String: Int] = [:]

    /// - Parameter taken: names that are in use already.
    package init(taken: Set<String> = []) { self.taken = taken }

    /// The name itself, or with `_2`, `_3` … behind it when it is taken; it is taken from now on.
    package mutating func unique(_ name: String) -> String {
        if taken.insert(name).inserted { return name }
        var number = next[name] ?? 2
        while !taken.insert(name + "_\(number)").inserted { number += 1 }
        next[name] = number + 1
        return name + "_\(number)"
    }
}
