/// The connected components of a map, each with its runs: the largest ones, largest first.
struct ComponentSearch {
    /// Components that are large enough, kept or not.
    private(set) var count = 0
    private var components: [ConnectedComponent] = []
    /// The runs of ``components``, one after the other, each component's from the top.
    private var runs: [PixelRuns.Run] = []
    private var ranges: [Range<Int>] = []

    init(
        levels: UnsafeBufferPointer<UInt8>, width: Int, height: Int, lowest: UInt8, minimumArea: Int, limit: Int
    ) {
        var found = PixelRuns(levels: levels, width: width, height: height, lowest: lowest)
        // Roots come before the runs that belong to them, so a component's number is known when it is asked for.
        var numbers = [Int32](repeating: -1, count: found.runs.count)
        for index in found.runs.indices {
            let (run, root) = (found.runs[index], found.root(of: index))
            if root == index {
                numbers[index] = Int32(components.count)
                components.append(ConnectedComponent(first: run))
            } else {
                numbers[index] = numbers[root]
            }
            let start = Int(run.row) * width + Int(run.start)
            let sum = levels[start..<start + run.length].reduce(0) { $0 + Int($1) }
            components[Int(numbers[index])].add(run, levels: sum)
        }
        keepLargest(minimumArea: minimumArea, limit: limit, runs: found.runs, numbers: numbers)
    }

    func map<T>(_ body: (ConnectedComponent, ArraySlice<PixelRuns.Run>) -> T) -> [T] {
        components.indices.map { body(components[$0], runs[ranges[$0]]) }
    }

    /// Sorts by area, then from the top and left, and gathers the runs of those that stay.
    private mutating func keepLargest(minimumArea: Int, limit: Int, runs found: [PixelRuns.Run], numbers: [Int32]) {
        let large = components.indices.filter { components[$0].area >= minimumArea }
        count = large.count
        // Numbers rise from the top and left.
        let kept = large.sorted { (-components[$0].area, $0) < (-components[$1].area, $1) }.prefix(max(0, limit))
        var places = [Int32](repeating: -1, count: components.count)
        var next: [Int] = []
        var total = 0
        for (place, number) in kept.enumerated() {
            places[number] = Int32(place)
            next.append(total)
            ranges.append(total..<total + components[number].runCount)
            total += components[number].runCount
        }
        runs = [PixelRuns.Run](repeating: PixelRuns.Run(row: 0, start: 0, end: 0), count: total)
        for (index, run) in found.enumerated() {
            let place = Int(places[Int(numbers[index])])
            guard place >= 0 else { continue }
            runs[next[place]] = run
            next[place] += 1
        }
        components = kept.map { components[$0] }
    }
}
