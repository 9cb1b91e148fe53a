"""Random numbers that are the same for the same seed on every machine."""


class Draw:
    """Random numbers by SplitMix64, the same ones for the same seed everywhere."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return z ^ (z >> 31)

    def integer(self, low, high):
        """A whole number from low to high, both included."""
        return low + self.bits() % (high - low + 1)

    def chance(self, per_thousand):
        return self.bits() % 1000 < per_thousand

    def pick(self, items):
        return items[self.bits() % len(items)]

    def weighted(self, weights):
        """A key of a dictionary, as often as its weight says."""
        left = self.bits() % sum(weights.values())
        for item, weight in weights.items():
            if left < weight:
                return item
            left -= weight
        raise AssertionError

    def around(self, low, high):
        """A whole number from low to high, the middle more often than the ends."""
        return (self.integer(low, high) + self.integer(low, high) + self.integer(low, high)) // 3

    def skewed(self, low, high):
        """A whole number from low to high, small ones far more often."""
        return low + (high - low) * self.integer(0, 1000) * self.integer(0, 1000) // 1_000_000

    def sample(self, items, count):
        """Different items, in an order of their own."""
        left = list(items)
        return [left.pop(self.bits() % len(left)) for _ in range(min(count, len(left)))]
