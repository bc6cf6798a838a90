/// Embeddings of windows or patches, a row each, with the machine and the recording that each came from.
///
/// Rows lie one behind the other: `[row, dimension]` in row-major order. A *recording* is whatever must not be split: a file, a picture.
/// Rows of one recording resemble each other, so none is ever taken as evidence for another.
public struct Embeddings: Sendable, Equatable {
    /// Numbers in a row.
    public let dimension: Int
    public private(set) var values: [Float] = []
    /// The machine of every row, by its place in the detector's list.
    public private(set) var machines: [Int] = []
    /// The recording of every row, by the caller's own count.
    public private(set) var recordings: [Int] = []

    public init(dimension: Int) {
        precondition(dimension > 0, "Embeddings: rows of \(dimension) numbers")
        self.dimension = dimension
    }

    public var count: Int { machines.count }
    public var isEmpty: Bool { machines.isEmpty }

    /// Puts a row at the end, or several that lie one behind the other.
    public mutating func append(_ rows: some Collection<Float>, machine: Int = 0, recording: Int) {
        precondition(
            rows.count.isMultiple(of: dimension),
            "Embeddings.append: \(rows.count) numbers are no rows of \(dimension)")
        values.append(contentsOf: rows)
        let added = rows.count / dimension
        machines.append(contentsOf: repeatElement(machine, count: added))
        recordings.append(contentsOf: repeatElement(recording, count: added))
    }

    public mutating func append(contentsOf other: Embeddings) {
        precondition(
            other.dimension == dimension, "Embeddings.append: rows of \(other.dimension) among rows of \(dimension)")
        values.append(contentsOf: other.values)
        machines.append(contentsOf: other.machines)
        recordings.append(contentsOf: other.recordings)
    }

    public mutating func reserveCapacity(_ rows: Int) {
        values.reserveCapacity(rows * dimension)
        machines.reserveCapacity(rows)
        recordings.reserveCapacity(rows)
    }

    /// A row's numbers.
    public subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }

    /// The rows of a machine, in order.
    public func rows(ofMachine machine: Int) -> [Int] { machines.indices.filter { machines[$0] == machine } }

    /// Chosen rows, in the order given.
    public func selecting(_ rows: some Sequence<Int>) -> Embeddings {
        var chosen = Embeddings(dimension: dimension)
        for row in rows {
            chosen.append(self[row], machine: machines[row], recording: recordings[row])
        }
        return chosen
    }

    /// The mean row; zeros where there is none.
    var mean: [Float] {
        var sums = [Double](repeating: 0, count: dimension)
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for start in stride(from: 0, to: values.count, by: dimension) {
                    for place in 0..<dimension { sums[place] += Double(values[start + place]) }
                }
            }
        }
        let count = Double(max(1, count))
        return sums.map { Float($0 / count) }
    }

    /// Every row changed in place by `body`.
    mutating func changeRows(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
        let dimension = dimension
        values.withUnsafeMutableBufferPointer { values in
            for start in stride(from: 0, to: values.count, by: dimension) {
                body(UnsafeMutableBufferPointer(rebasing: values[start..<start + dimension]))
            }
        }
    }

    /// - Throws: ``AnomalyError`` naming the first recording with a number that is none.
    func checkFinite() throws(AnomalyError) {
        guard let place = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw AnomalyError(
            .notFinite,
            "the embedding of recording \(recordings[place / dimension]) holds \(values[place]); leave that recording out"
        )
    }
}
