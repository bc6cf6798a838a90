#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Several signals side by side: lane *l* belongs to signal *l*, so that a transform needs no shuffles and every lane gets the very same
/// arithmetic, whatever its neighbours are.
typealias Lanes = SIMD4<Float>

/// The discrete Fourier transform of `length` complex numbers, for ``Lanes/scalarCount`` signals at once.
///
/// `Z[k] = Σ_j z[j] · exp(-2πi·jk / length)`, unscaled, in place, decimated in frequency: butterflies of radix 4, 2 and any other prime.
/// The outputs stand in digit-reversed order; ``position`` says where. Reading them through that table is cheaper than sorting them.
///
/// Source: Gentleman and Sande, "Fast Fourier transforms: for fun and profit", AFIPS 1966.
struct FourierPlan: Sendable {
    let length: Int
    /// Where output *k* stands after ``transform(_:)``.
    let position: [Int32]
    private let stages: [Stage]
    /// Cosines and sines of all stages, in the order the butterflies ask for them.
    private let twiddles: [Float]
    /// `exp(-2πi·n / radix)` of the odd radices, for the plain transform inside such a butterfly.
    private let roots: [Float]

    private struct Stage: Sendable {
        var radix: Int
        /// Points in each block that this stage splits into `radix` smaller ones.
        var blockLength: Int
        var firstTwiddle: Int
        var firstRoot: Int
    }

    init(length: Int) {
        precondition(length > 0, "FourierPlan: length \(length) is not positive")
        var stages: [Stage] = []
        var twiddles: [Float] = []
        var roots: [Float] = []
        var blockLength = length
        for radix in Self.radices(of: length) {
            stages.append(
                Stage(radix: radix, blockLength: blockLength, firstTwiddle: twiddles.count, firstRoot: roots.count)
            )
            for j in 0..<blockLength / radix {
                for q in 1..<radix { twiddles += Self.root(j * q, of: blockLength) }
            }
            if radix != 2, radix != 4 {
                for n in 0..<radix { roots += Self.root(n, of: radix) }
            }
            blockLength /= radix
        }
        self.length = length
        self.stages = stages
        self.twiddles = twiddles
        self.roots = roots
        self.position = Self.positions(length: length, radices: stages.map(\.radix))
    }

    /// Fours first, then what is left, smallest prime first.
    private static func radices(of length: Int) -> [Int] {
        var rest = length
        var radices: [Int] = []
        while rest % 4 == 0 {
            radices.append(4)
            rest /= 4
        }
        var prime = 2
        while rest > 1 {
            while rest % prime == 0 {
                radices.append(prime)
                rest /= prime
            }
            prime = prime * prime > rest ? rest : prime + 1
        }
        return radices
    }

    /// `exp(-2πi·n / length)` as cosine and sine.
    private static func root(_ n: Int, of length: Int) -> [Float] {
        let angle = -2 * Double.pi * Double(n % length) / Double(length)
        return [Float(cos(angle)), Float(sin(angle))]
    }

    private static func positions(length: Int, radices: [Int]) -> [Int32] {
        var position = [Int32](repeating: 0, count: length)
        for place in 0..<length {
            var rest = place
            var block = length
            var weight = 1
            var k = 0
            for radix in radices {
                block /= radix
                k += weight * (rest / block)
                rest %= block
                weight *= radix
            }
            position[k] = Int32(place)
        }
        return position
    }

    /// Transforms `work`, `[point][real, imaginary]`, in place.
    func transform(_ work: UnsafeMutablePointer<Lanes>) {
        twiddles.withUnsafeBufferPointer { twiddles in
            guard let first = twiddles.baseAddress else { return }
            for stage in stages {
                let twiddle = first + stage.firstTwiddle
                switch stage.radix {
                case 4: Self.radix4(work, length: length, block: stage.blockLength, twiddle)
                case 2: Self.radix2(work, length: length, block: stage.blockLength, twiddle)
                default: anyRadix(work, stage, twiddle)
                }
            }
        }
    }

    @inline(__always)
    private static func radix4(
        _ work: UnsafeMutablePointer<Lanes>, length: Int, block: Int, _ twiddles: UnsafePointer<Float>
    ) {
        let quarter = block / 4
        var start = 0
        while start < length {
            var twiddle = twiddles
            let p0 = work + 2 * start
            let p1 = p0 + 2 * quarter
            let p2 = p1 + 2 * quarter
            let p3 = p2 + 2 * quarter
            var j = 0
            while j < 2 * quarter {
                let (r0, i0, r1, i1) = (p0[j], p0[j + 1], p1[j], p1[j + 1])
                let (r2, i2, r3, i3) = (p2[j], p2[j + 1], p3[j], p3[j + 1])
                let (ar, ai, br, bi) = (r0 + r2, i0 + i2, r0 - r2, i0 - i2)
                let (cr, ci) = (r1 + r3, i1 + i3)
                // (x1 - x3) turned by -i.
                let (dr, di) = (i1 - i3, r3 - r1)
                p0[j] = ar + cr
                p0[j + 1] = ai + ci
                if quarter == 1 {
                    (p1[j], p1[j + 1]) = (br + dr, bi + di)
                    (p2[j], p2[j + 1]) = (ar - cr, ai - ci)
                    (p3[j], p3[j + 1]) = (br - dr, bi - di)
                } else {
                    (p1[j], p1[j + 1]) = turned(br + dr, bi + di, twiddle[0], twiddle[1])
                    (p2[j], p2[j + 1]) = turned(ar - cr, ai - ci, twiddle[2], twiddle[3])
                    (p3[j], p3[j + 1]) = turned(br - dr, bi - di, twiddle[4], twiddle[5])
                }
                twiddle += 6
                j += 2
            }
            start += block
        }
    }

    @inline(__always)
    private static func radix2(
        _ work: UnsafeMutablePointer<Lanes>, length: Int, block: Int, _ twiddles: UnsafePointer<Float>
    ) {
        let half = block / 2
        var start = 0
        while start < length {
            var twiddle = twiddles
            let p0 = work + 2 * start
            let p1 = p0 + 2 * half
            var j = 0
            while j < 2 * half {
                let (r0, i0, r1, i1) = (p0[j], p0[j + 1], p1[j], p1[j + 1])
                (p0[j], p0[j + 1]) = (r0 + r1, i0 + i1)
                (p1[j], p1[j + 1]) = turned(r0 - r1, i0 - i1, twiddle[0], twiddle[1])
                twiddle += 2
                j += 2
            }
            start += block
        }
    }

    /// A butterfly of any radix, as the plain sum; fit for small primes.
    private func anyRadix(_ work: UnsafeMutablePointer<Lanes>, _ stage: Stage, _ twiddles: UnsafePointer<Float>) {
        let radix = stage.radix
        let part = stage.blockLength / radix
        roots.withUnsafeBufferPointer { roots in
            withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 * radix) { sums in
                for start in stride(from: 0, to: length, by: stage.blockLength) {
                    for j in 0..<part {
                        let place = work + 2 * (start + j)
                        for q in 0..<radix {
                            var (real, imaginary) = (Lanes.zero, Lanes.zero)
                            for n in 0..<radix {
                                let root = stage.firstRoot + 2 * (n * q % radix)
                                let (r, i) = Self.turned(
                                    place[2 * n * part], place[2 * n * part + 1], roots[root], roots[root + 1]
                                )
                                real += r
                                imaginary += i
                            }
                            if q > 0 {
                                let twiddle = twiddles + 2 * (j * (radix - 1) + q - 1)
                                (real, imaginary) = Self.turned(real, imaginary, twiddle[0], twiddle[1])
                            }
                            sums[2 * q] = real
                            sums[2 * q + 1] = imaginary
                        }
                        for q in 0..<radix {
                            place[2 * q * part] = sums[2 * q]
                            place[2 * q * part + 1] = sums[2 * q + 1]
                        }
                    }
                }
            }
        }
    }

    /// `(real + i·imaginary) · (cosine + i·sine)`.
    @inline(__always)
    static func turned(_ real: Lanes, _ imaginary: Lanes, _ cosine: Float, _ sine: Float) -> (Lanes, Lanes) {
        let c = Lanes(repeating: cosine)
        let s = Lanes(repeating: sine)
        return (real * c - imaginary * s, real * s + imaginary * c)
    }
}
