#if canImport(Glibc)
import Glibc
#else
import Musl
#endif
public import InspectionTypes

/// Measures a source's sound as it comes, so that any stretch of the last seconds can be asked for: level, clipping, stillness.
///
/// Works in blocks of 10 ms, of which a fixed number is kept. Stretches begin and end with a block: 10 ms is finer than any verdict.
public struct QualityMeter: Sendable {
    private static let blocksPerSecond = 100.0

    /// 10 ms of one channel or of several, the worst of them.
    private struct Block {
        var frames = 0
        /// By channel.
        var squares: [Double]
        var clipped: [Int]
        var peak: Float = 0
        /// Frames that the run of equal samples which reaches into or through this block has lasted at its longest, of the channel whose
        /// run is longest.
        var still = 0
        /// Whether all channels stood still throughout.
        var isConstant = true
    }

    private let rules: QualityRules
    private let sampleRate: Double
    private let channelCount: Int
    private let blockFrames: Int
    private let keptBlocks: Int
    private var blocks: [Block] = []
    /// Place of the first kept block's first frame.
    private var firstFrame: Int64
    /// By channel: the last sample, and how many like it came in a row.
    private var last: [Float]
    private var run: [Int]

    /// - Parameters:
    ///   - firstFrame: the place of the first frame that will be pushed.
    ///   - seconds: how much is kept.
    public init(
        rules: QualityRules = QualityRules(), sampleRate: Double, channelCount: Int, firstFrame: Int64, seconds: Double
    ) {
        self.rules = rules
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.firstFrame = firstFrame
        blockFrames = max(1, Int(sampleRate / Self.blocksPerSecond))
        keptBlocks = max(1, Int(seconds * Self.blocksPerSecond) + 2)
        last = Array(repeating: .nan, count: channelCount)
        run = Array(repeating: 0, count: channelCount)
    }

    /// Takes the next stretch.
    public mutating func push(_ signal: AudioSignal) {
        precondition(
            signal.channelCount == channelCount, "QualityMeter: \(signal.channelCount) channels, not \(channelCount)")
        var done = 0
        while done < signal.frameCount {
            if blocks.last.map({ $0.frames >= blockFrames }) ?? true {
                blocks.append(
                    Block(
                        squares: Array(repeating: 0, count: channelCount),
                        clipped: Array(repeating: 0, count: channelCount)))
            }
            let place = blocks.count - 1
            let count = min(blockFrames - blocks[place].frames, signal.frameCount - done)
            var block = blocks[place]
            for channel in 0..<channelCount {
                measure(signal.channels[channel], done..<done + count, channel, &block)
            }
            block.frames += count
            blocks[place] = block
            done += count
        }
        let surplus = blocks.count - keptBlocks
        // Seldom, and many at a time.
        if surplus > keptBlocks / 2 {
            blocks.removeFirst(surplus)
            firstFrame += Int64(surplus * blockFrames)
        }
    }

    private mutating func measure(_ samples: [Float], _ range: Range<Int>, _ channel: Int, _ block: inout Block) {
        var (squares, peak, clipped) = (0.0, Float(0), 0)
        var (last, run, longest) = (self.last[channel], self.run[channel], 0)
        var changed = false
        samples.withUnsafeBufferPointer { samples in
            for index in range {
                let sample = samples[index]
                let magnitude = abs(sample)
                squares += Double(sample) * Double(sample)
                if magnitude > peak { peak = magnitude }
                if magnitude >= 0.999 { clipped += 1 }
                if sample == last {
                    run += 1
                } else {
                    // Within a block; how it differs from the one before is no matter of its own.
                    changed = changed || index > range.lowerBound || block.frames > 0
                    (last, run) = (sample, 1)
                }
                if run > longest { longest = run }
            }
        }
        self.last[channel] = last
        self.run[channel] = run
        block.squares[channel] += squares
        block.clipped[channel] += clipped
        block.peak = max(block.peak, peak)
        block.still = max(block.still, longest)
        if changed { block.isConstant = false }
    }

    /// The quality of a stretch, in places of frames; what of it is not kept is left out. `nil` where nothing of it is.
    public func quality(from start: Int64, to end: Int64) -> SignalQuality? {
        let first = max(0, Int((start - firstFrame) / Int64(blockFrames)))
        let beyond = min(blocks.count, Int((end - firstFrame + Int64(blockFrames) - 1) / Int64(blockFrames)))
        guard first < beyond, end > firstFrame else { return nil }
        return quality(of: blocks[first..<beyond])
    }

    /// The quality of the last seconds that came.
    public func quality(ofLast seconds: Double) -> SignalQuality? {
        let count = min(blocks.count, max(1, Int(seconds * Self.blocksPerSecond)))
        return blocks.isEmpty ? nil : quality(of: blocks[(blocks.count - count)...])
    }

    private func quality(of stretch: ArraySlice<Block>) -> SignalQuality {
        let frames = Double(stretch.reduce(0) { $0 + $1.frames })
        var (square, clipped, peak, still, isConstant) = (0.0, 0.0, Float(0), 0, true)
        for channel in 0..<channelCount {
            square = max(square, stretch.reduce(0) { $0 + $1.squares[channel] } / frames)
            clipped = max(clipped, Double(stretch.reduce(0) { $0 + $1.clipped[channel] }) / frames)
        }
        for block in stretch {
            peak = max(peak, block.peak)
            still = max(still, block.still)
            isConstant = isConstant && block.isConstant
        }
        let level = 10 * log10(square)
        var quality = SignalQuality(level: level, peak: 20 * log10(Double(peak)), clippedShare: clipped, problem: nil)
        let stillLimit = Int((rules.stillSeconds * sampleRate).rounded(.up))
        if isConstant, stretch.count > 1 {
            quality.problem = .disconnected
        } else if level < rules.silentBelow {
            quality.problem = .silent
        } else if clipped >= rules.clippedShare {
            quality.problem = .clipping
        } else if still >= stillLimit, level > rules.stillAbove {
            quality.problem = .dropout
        }
        return quality
    }
}
