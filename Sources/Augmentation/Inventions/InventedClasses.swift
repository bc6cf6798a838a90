import InspectionTypes

/// Classes made of a machine's own sounds by changing them: a network that tells sounds as they were from changed ones learns what
/// is particular about the normal ones, also where a machine stands alone and there is no other to be told from.
///
/// Of every window it is drawn whether it is changed, and how; each kind is a class. What is drawn depends on seed, epoch and item
/// alone (``AugmentationDraw``).
///
/// | kind | what it does | source |
/// |---|---|---|
/// | ``Kind/stretch(_:)`` | lines move together along the mel axis, as with another speed or size of a part | |
/// | ``Kind/shift(_:)`` | lines move by a number of bands | Inoue et al., DCASE 2020 |
/// | ``Kind/speed(_:)`` | slower or faster, and lower or higher with it: a machine at another speed | |
/// | ``Kind/tempo(_:)`` | slower or faster at the same pitch | Inoue et al. |
/// | ``Kind/reversal`` | back to front | |
/// | ``Kind/mixture(decibels:)`` | another recording sounds with it | Chen et al. 2023 (as mixup) |
/// | ``Kind/exchange`` | the level and the liveliness of every band are another recording's | Chen et al., "Effective anomaly detection with statistics exchange", ICASSP 2023 |
public struct InventedClasses: Sendable, Hashable, Codable {
    /// A way of changing a window.
    public enum Kind: Sendable, Hashable, Codable {
        /// Band `b` is read at `b · s`, `s` drawn from this range: above 1 lines move down.
        case stretch(ClosedRange<Float>)
        /// Band `b` is read at `b + d`, `d` drawn from this range.
        case shift(ClosedRange<Float>)
        /// As if the samples were read `s` times as fast, `s` drawn from this range: a frequency `f` is read at `f / s` (on the front end's
        /// own scale, so lines keep their ratios) and frame `t` at `t · s`, around the end to the beginning.
        case speed(ClosedRange<Float>)
        /// Frame `t` is read at `t · s`, around the end to the beginning, `s` drawn from this range.
        case tempo(ClosedRange<Float>)
        case reversal
        /// Another recording is added in energy, so many decibels below the window's level.
        case mixture(decibels: ClosedRange<Float>)
        /// `(x − μ) / σ · σ' + μ'`, band by band, with the mean and deviation over time of the window and of another recording.
        case exchange

        /// Whether another recording is needed.
        var needsAnother: Bool {
            switch self {
            case .mixture, .exchange: true
            default: false
            }
        }

        /// Whether it changes a mean over time, and not the order of frames alone.
        var changesProfile: Bool {
            switch self {
            case .tempo, .reversal: false
            default: true
            }
        }
    }

    /// In the order of the classes.
    public var kinds: [Kind]
    /// Share of windows that are changed.
    public var probability: Float

    public init(kinds: [Kind], probability: Float = 0.5) {
        precondition(
            probability >= 0 && probability <= 1, "InventedClasses: a share of \(probability) of the windows")
        self.kinds = kinds
        self.probability = probability
    }

    /// Nothing is invented.
    public static let none = InventedClasses(kinds: [], probability: 0)

    /// Lines moved up or down, a little or more: of propellers under a fan the one task whose answer tells broken ones (a
    /// discriminant of it parts them with an area of 0.99 where distances to what is normal stay below 0.7).
    public static let stretches = InventedClasses(kinds: [
        .stretch(0.8...0.9), .stretch(0.9...0.98), .stretch(1.02...1.1), .stretch(1.1...1.2),
    ])

    /// The machine runs slower or faster, a little or more.
    public static let speeds = InventedClasses(kinds: [
        .speed(0.8...0.9), .speed(0.9...0.98), .speed(1.02...1.1), .speed(1.1...1.2),
    ])

    /// Time passes slower or faster, and the pitch stays.
    public static let tempos = InventedClasses(kinds: [.tempo(0.6...0.85), .tempo(1.2...1.6)])

    /// Another recording sounds about as loudly at the same time.
    public static let mixtures = InventedClasses(kinds: [.mixture(decibels: -3...3)])

    /// Classes of both, these first; of unequal shares of changed windows the larger.
    public func joined(with others: InventedClasses) -> InventedClasses {
        InventedClasses(kinds: kinds + others.kinds, probability: max(probability, others.probability))
    }

    /// Whether a kind needs another recording.
    public var needsAnother: Bool { kinds.contains(where: \.needsAnother) }

    /// The kind of a window's change; `nil` where it stays as it is.
    func draw(using generator: inout SeededGenerator) -> Int? {
        guard !kinds.isEmpty else { return nil }
        let isChanged = Float(generator.nextUniform()) < probability
        let kind = generator.nextIndex(through: kinds.count - 1)
        return isChanged ? kind : nil
    }
}
