public import InspectionTypes

/// Agreement of two masks that forgives a drawing that is off by a pixel or two.
///
/// A found pixel counts as right where a true one lies within the tolerance (Euclidean distance of the centres), a true pixel as found
/// where a found one does. The borders of a crack are drawn by hand: two people differ by as much.
public struct TolerantCounts: Sendable, Hashable {
    /// Found pixels.
    public var found: Int
    /// Found pixels near a true one.
    public var foundRight: Int
    /// True pixels.
    public var defects: Int
    /// True pixels near a found one.
    public var defectsFound: Int

    public init(found: Int = 0, foundRight: Int = 0, defects: Int = 0, defectsFound: Int = 0) {
        self.found = found
        self.foundRight = foundRight
        self.defects = defects
        self.defectsFound = defectsFound
    }

    /// - Parameter tolerance: In pixels.
    public init(found: Mask, truth: Mask, tolerance: Double = 2) {
        precondition(
            found.width == truth.width && found.height == truth.height && tolerance >= 0,
            "TolerantCounts: found \(found.width)×\(found.height), truth \(truth.width)×\(truth.height), tolerance \(tolerance)"
        )
        let disc = Self.disc(radius: tolerance)
        self.found = found.area
        foundRight = Self.count(of: found, near: truth, disc: disc)
        defects = truth.area
        defectsFound = Self.count(of: truth, near: found, disc: disc)
    }

    public var precision: Double { ratio(foundRight, found) }
    public var recall: Double { ratio(defectsFound, defects) }
    /// The harmonic mean of ``precision`` and ``recall``; 0 where both are 0.
    public var f1: Double {
        let sum = precision + recall
        return sum == 0 ? 0 : 2 * precision * recall / sum
    }

    public static func + (a: TolerantCounts, b: TolerantCounts) -> TolerantCounts { a.adding(b, times: 1) }

    func adding(_ other: TolerantCounts, times: Int) -> TolerantCounts {
        TolerantCounts(
            found: found + times * other.found, foundRight: foundRight + times * other.foundRight,
            defects: defects + times * other.defects, defectsFound: defectsFound + times * other.defectsFound
        )
    }

    private typealias Offset = (x: Int, y: Int)

    /// Steps to all pixels within `radius`, the nearest first.
    private static func disc(radius: Double) -> [Offset] {
        let reach = Int(radius)
        func square(_ step: Offset) -> Int { step.x * step.x + step.y * step.y }
        var steps: [Offset] = []
        for y in -reach...reach {
            for x in -reach...reach where Double(square((x, y))) <= radius * radius { steps.append((x, y)) }
        }
        return steps.sorted { square($0) < square($1) }
    }

    /// Pixels of `mask` that have one of `other` within the disc. Only set pixels look around them, and defects are few.
    private static func count(of mask: Mask, near other: Mask, disc: [Offset]) -> Int {
        let (width, height) = (mask.width, mask.height)
        return mask.values.withUnsafeBufferPointer { values in
            other.values.withUnsafeBufferPointer { others in
                var count = 0
                for index in values.indices where values[index] != 0 {
                    let (x, y) = (index % width, index / width)
                    let isNear = disc.contains { step in
                        let (column, row) = (x + step.x, y + step.y)
                        return column >= 0 && column < width && row >= 0 && row < height
                            && others[row * width + column] != 0
                    }
                    if isNear { count += 1 }
                }
                return count
            }
        }
    }
}
