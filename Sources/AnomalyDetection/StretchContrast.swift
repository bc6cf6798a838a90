import Foundation
import InspectionTypes
public import NeuralNetworks

/// How much a recording's mean spectrum resembles the normal ones stretched along the frequency axis rather than the normal ones themselves.
///
/// A machine whose lines move, split or change their relation sounds more like a pitch-shifted copy of itself than like itself. Both the
/// normal spectra and their copies bear the same background noise, so the direction that tells them apart by Fisher's discriminant has
/// little to do with it: a fan beside the machine that was never heard before moves the score hardly at all, where every distance to the
/// normal recordings grows.
///
/// With `v` the mean log-mel over time, `D` ``SpectrumDetrend`` and `Z(v) = D·v`, or `τ·tanh(D·v / τ)` so that one whistling line does not
/// drown the others, copies `v_s(k) = v(s·k)` (linear between bands, the ends held) for 28 factors `s` from 0.8 to 1.2:
/// `score = −(P·(μ_normal − μ_copies))ᵀ·Z(v)`. `P` is the inverse of the mean of both classes' covariances, drawn towards a ball by
/// ``shrinkage``: Ledoit and Wolf's own estimate would take the copies for independent recordings. Each machine has its own means, drawn towards
/// those of its type as if the type had ``kinWeight`` recordings more. The scores by four widths of `D`, each with and
/// without the hyperbolic tangent, are z-normalised and averaged.
///
/// What is laid over the normal sound without moving its lines (knocks, hiss) hardly changes it: it is one component among others.
public struct StretchContrast: Sendable {
    /// Factors on the frequency axis.
    public static let factors: [Double] = (0..<14).flatMap { (step: Int) -> [Double] in
        let change = 0.02 + 0.18 * Double(step) / 13
        return [1 - change, 1 + change]
    }
    /// Bands that a spectrum's broad colour is taken over.
    public static let detrendBands = [9, 11, 13, 15]
    /// `τ`, in natural logarithms of power: 0.65 dB.
    public static let squash = 0.15
    /// Share of the ball in the covariance.
    public static let shrinkage = 0.1
    /// Recordings that the other machines of a type count for in a machine's means.
    public static let kinWeight = 8.0

    /// By width of the detrending.
    private let parts: [Part]
    /// Factor from the spectra's unit to natural logarithms of power.
    private let unit: Double
    public let machineCount: Int

    private struct Part {
        let lines: Lines
        /// `[machine][band]`.
        let weights: [[Double]]
        /// By machine.
        let scales: [ScoreScale]
    }

    /// - Parameters:
    ///   - spectra: mean log-mel spectra `[band]` of normal recordings or windows, by machine.
    ///   - types: by machine, a number that machines of one type share.
    ///   - unit: what makes natural logarithms of power of the spectra's numbers: `ln 10 / 10` of decibels.
    /// - Throws: ``AnomalyError`` of spectra that do not differ.
    public init(fitting spectra: Embeddings, types: [Int], unit: Double = 1) throws(AnomalyError) {
        machineCount = types.count
        self.unit = unit
        var parts: [Part] = []
        for width in Self.detrendBands {
            for isSquashed in [false, true] { parts.append(try Self.part(width, isSquashed, spectra, types, unit)) }
        }
        self.parts = parts
    }

    private static func part(
        _ width: Int, _ isSquashed: Bool, _ spectra: Embeddings, _ types: [Int], _ unit: Double
    ) throws(AnomalyError) -> Part {
        let lines = Lines(
            SpectrumDetrend(bandCount: spectra.dimension, window: width), isSquashed: isSquashed, unit: unit)
        var normal = SpectrumClass(spectra, machines: types.count)
        var copies = SpectrumClass(spectra, machines: types.count)
        for row in 0..<spectra.count {
            let machine = spectra.machines[row]
            normal.append(lines.of(spectra[row]), machine: machine)
            for factor in factors {
                copies.append(lines.of(stretched(spectra[row], by: factor)), machine: machine)
            }
        }
        let (ownMeans, otherMeans) = (normal.means(types), copies.means(types))
        var covariance = normal.covariance(about: ownMeans)
        let other = copies.covariance(about: otherMeans)
        for place in covariance.values.indices {
            covariance.values[place] = (1 - shrinkage) * 0.5 * (covariance.values[place] + other.values[place])
        }
        let level = covariance.trace / (1 - shrinkage) / Double(covariance.size)
        for row in 0..<covariance.size { covariance[row, row] += shrinkage * level }
        guard level > 1e-9, let lower = covariance.cholesky() else {
            throw AnomalyError(
                .tooLittle,
                "the spectra of the normal recordings have no lines that could move: record the machine running")
        }
        let weights = zip(ownMeans, otherMeans).map { own, other in lower.solve(zip(other, own).map { $0 - $1 }) }
        let scores = normal.scores(weights)
        let scales = types.indices.map { machine in
            let own = scores[machine]
            let kin = types.indices.filter { types[$0] == types[machine] }.flatMap { scores[$0] }
            return ScoreScale(of: own.count >= 8 ? own : kin)
        }
        return Part(lines: lines, weights: weights, scales: scales)
    }

    /// `Z`.
    private struct Lines {
        let detrend: SpectrumDetrend
        let isSquashed: Bool
        let unit: Double

        init(_ detrend: SpectrumDetrend, isSquashed: Bool, unit: Double) {
            self.detrend = detrend
            self.isSquashed = isSquashed
            self.unit = unit
        }

        func of(_ spectrum: some RandomAccessCollection<Float>) -> [Float] {
            detrend.apply(spectrum).map { line in
                let value = Double(line) * unit
                return Float(isSquashed ? squash * tanh(value / squash) : value)
            }
        }
    }

    /// A spectrum, or a window's frame, stretched along its axis: `v(s·k)`, linear between bands, the last band held beyond the end.
    public static func stretched(_ values: some RandomAccessCollection<Float>, by factor: Double) -> [Float] {
        BandPlaces(count: values.count) { $0 * factor }.read(Array(values))
    }

    /// The raw score of a mean spectrum against every machine.
    public func scores(_ spectrum: some RandomAccessCollection<Float>) -> [Double] {
        (0..<machineCount).map { machine in
            parts.reduce(0) { sum, part in
                let values = part.lines.of(spectrum)
                let raw = zip(values, part.weights[machine]).reduce(0) { $0 + Double($1.0) * $1.1 }
                return sum + part.scales[machine].apply(raw) / Double(parts.count)
            }
        }
    }

    /// `[batch, 1, frame, mel]` → `[batch, machine]`, raw scores.
    public func write(on features: GraphBuilder.Value, in builder: inout GraphBuilder) -> GraphBuilder.Value {
        // Two products in all, and no chain of sums: OpenVINO 2026.4 fuses a long one with what follows and falls over.
        let spectrum = builder.mean(features, axes: [1, 2])
        let bands = parts[0].lines.detrend.bandCount
        var matrices: [Float] = []
        for part in parts {
            let factor = part.lines.isSquashed ? unit / Self.squash : unit
            matrices += part.lines.detrend.matrix.map { Float($0 * factor) }
        }
        let count = parts.count * bands
        let lines = builder.productWithRows(
            spectrum, builder.fixed(NDArray(matrices, shape: [count, bands]), "detrend"))
        let values = builder.concatenate(
            parts.enumerated().map { place, part in
                let own = builder.slice(lines, axis: 1, place * bands..<(place + 1) * bands)
                return part.lines.isSquashed ? builder.hyperbolicTangent(own) : own
            }, axis: 1)
        // z-normalisation and the mean over parts stand in the weights.
        let share = 1 / Double(parts.count)
        let weights = (0..<machineCount).flatMap { machine in
            parts.flatMap { part in
                let factor = (part.lines.isSquashed ? Self.squash : 1) * share / part.scales[machine].deviation
                return part.weights[machine].map { Float($0 * factor) }
            }
        }
        let offsets = (0..<machineCount).map { machine in
            Float(parts.reduce(0) { $0 - $1.scales[machine].mean / $1.scales[machine].deviation } * share)
        }
        return builder.productWithRows(
            values, builder.fixed(NDArray(weights, shape: [machineCount, count]), "contrast"),
            offset: builder.fixed(NDArray(offsets, shape: [machineCount]), "contrast_offset"))
    }
}

/// The detrended spectra of one class, machine by machine.
private struct SpectrumClass {
    private var rows: Embeddings
    private let machineCount: Int
    /// Recordings that the rows stand for, copies not counted.
    private let recordingCount: Int

    init(_ spectra: Embeddings, machines: Int) {
        rows = Embeddings(dimension: spectra.dimension)
        machineCount = machines
        recordingCount = spectra.count
    }

    mutating func append(_ row: [Float], machine: Int) { rows.append(row, machine: machine, recording: 0) }

    /// A machine's mean, drawn towards its type's; a machine without a row has its type's.
    func means(_ types: [Int]) -> [[Double]] {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: rows.dimension), count: machineCount)
        var counts = [Double](repeating: 0, count: machineCount)
        for row in 0..<rows.count {
            counts[rows.machines[row]] += 1
            for (place, value) in rows[row].enumerated() { sums[rows.machines[row]][place] += Double(value) }
        }
        return types.indices.map { machine in
            let kin = types.indices.filter { types[$0] == types[machine] }
            let together = max(1, kin.reduce(0) { $0 + counts[$1] })
            // Copies count in as many as were made of a recording.
            let weight = StretchContrast.kinWeight * Double(rows.count) / Double(max(1, recordingCount))
            return (0..<rows.dimension).map { place in
                let mean = kin.reduce(0) { $0 + sums[$1][place] } / together
                return (sums[machine][place] + weight * mean) / (counts[machine] + weight)
            }
        }
    }

    func covariance(about means: [[Double]]) -> SymmetricMatrix {
        var centred = Embeddings(dimension: rows.dimension)
        centred.reserveCapacity(rows.count)
        for row in 0..<rows.count {
            centred.append(zip(rows[row], means[rows.machines[row]]).map { Float(Double($0) - $1) }, recording: 0)
        }
        var scatter = SymmetricMatrix.scatter(centred, 0..<centred.count)
        for place in scatter.values.indices { scatter.values[place] /= Double(max(1, rows.count)) }
        return scatter
    }

    /// What weights make of each machine's rows, `[machine][row]`.
    func scores(_ weights: [[Double]]) -> [[Double]] {
        var scores = [[Double]](repeating: [], count: machineCount)
        for row in 0..<rows.count {
            let machine = rows.machines[row]
            scores[machine].append(zip(rows[row], weights[machine]).reduce(0) { $0 + Double($1.0) * $1.1 })
        }
        return scores
    }
}
