import InspectionTypes

/// A part of a picture that a batch is to hold, at the picture's own scale.
public struct Crop: Sendable, Hashable {
    /// Number of the picture, as the caller counts.
    public var picture: Int
    /// First column in the picture; negative where the picture is smaller than the crop.
    public var column: Int
    /// First row.
    public var row: Int
    /// Place in the epoch: with seed and epoch it decides all that is drawn.
    public var item: Int

    public init(picture: Int, column: Int, row: Int, item: Int) {
        self.picture = picture
        self.column = column
        self.row = row
        self.item = item
    }
}

/// How an epoch's crops are shared out.
public struct CropSettings: Sendable, Hashable, Codable {
    /// Share of the crops of pictures with a defect that are placed on it; the others lie anywhere.
    public var defectShare = 0.7
    /// Share of crops from pictures without a defect; `nil` for their share of all pictures' area, at least a tenth.
    public var negativeShare: Double?
    /// Most crops that one picture counts for, however large it is.
    public var mostPerPicture = 16.0

    public init() {}
}

/// Draws an epoch's crops: on defects, anywhere, in pictures without a defect, and where false alarms were raised.
///
/// A picture counts for as many crops as fit into it; within each kind pictures are taken by systematic sampling, so that each gets its
/// share in every epoch but for less than one crop. The same seed, epoch and reports give the same crops.
///
/// ```swift
/// let planner = CropPlanner(masks.map { PixelSample($0) }, width: 256, height: 256, seed: 7)
/// let crops = planner.crops(epoch: 3, hard: hardNegatives)
/// ```
public struct CropPlanner: Sendable {
    public let pictures: [PixelSample]
    /// Of a crop, in pixels.
    public let width: Int
    /// Of a crop, in pixels.
    public let height: Int
    public let settings: CropSettings
    public let seed: UInt64
    private let positives: [Int]
    private let negatives: [Int]

    /// - Parameter pictures: each picture's size and defect.
    public init(
        _ pictures: [PixelSample], width: Int, height: Int, settings: CropSettings = CropSettings(), seed: UInt64
    ) {
        precondition(width > 0 && height > 0, "CropPlanner: crops of \(width)×\(height) pixels")
        self.pictures = pictures
        self.width = width
        self.height = height
        self.settings = settings
        self.seed = seed
        positives = pictures.indices.filter { pictures[$0].count > 0 }
        negatives = pictures.indices.filter { pictures[$0].count == 0 }
    }

    /// Crops that show every picture about once.
    public var cropCount: Int { max(pictures.count, Int(size(of: Array(pictures.indices)).rounded())) }

    /// An epoch's crops in the order of training.
    public func crops(epoch: Int, count: Int? = nil, hard: HardNegatives = HardNegatives()) -> [Crop] {
        var generator = SeededGenerator(seed: seed, stream: "crops of epoch \(epoch)")
        let count = count ?? cropCount
        let negativeCount = negativeCount(of: count)
        let defectCount = Int((Double(count - negativeCount) * settings.defectShare).rounded())
        var crops: [Crop] = []
        for picture in deal(positives, defectCount, using: &generator) {
            crops.append(placed(on: pictures[picture].places, of: picture, using: &generator))
        }
        let others = [(positives, count - negativeCount - defectCount), (negatives, negativeCount)]
        for (group, number) in others {
            for picture in deal(group, number, weights: hard.weights(of: group), using: &generator) {
                crops.append(
                    anywhere(in: picture, alarms: hard.places(of: picture), hard.placedShare, using: &generator))
            }
        }
        crops.shuffle(using: &generator)
        for item in crops.indices { crops[item].item = item }
        return crops
    }

    /// Crops that cover every picture, as few as that takes, evenly overlapping: for validation and for looking for false alarms.
    public func covering() -> [Crop] {
        var crops: [Crop] = []
        for (index, picture) in pictures.enumerated() {
            for row in Self.starts(picture.height, height) {
                for column in Self.starts(picture.width, width) {
                    crops.append(Crop(picture: index, column: column, row: row, item: crops.count))
                }
            }
        }
        return crops
    }

    private static func starts(_ length: Int, _ crop: Int) -> [Int] {
        guard length > crop else { return [(length - crop) / 2] }
        let count = (length + crop - 1) / crop
        return (0..<count).map { $0 * (length - crop) / (count - 1) }
    }

    // MARK: - How many of which

    private func negativeCount(of count: Int) -> Int {
        if negatives.isEmpty { return 0 }
        if positives.isEmpty { return count }
        let share = settings.negativeShare ?? max(0.1, size(of: negatives) / size(of: Array(pictures.indices)))
        return min(count, Int((Double(count) * share).rounded()))
    }

    /// Crops that a picture counts for.
    private func size(of picture: Int) -> Double {
        let share = Double(pictures[picture].width * pictures[picture].height) / Double(width * height)
        return min(max(share, 1), max(settings.mostPerPicture, 1))
    }

    private func size(of group: [Int]) -> Double { group.reduce(0) { $0 + size(of: $1) } }

    /// `count` pictures of a group, each by its size and weight: a comb of even teeth laid over the weights with a random offset.
    private func deal(
        _ group: [Int], _ count: Int, weights: [Double]? = nil, using generator: inout SeededGenerator
    ) -> [Int] {
        let offset = generator.nextUniform()
        guard !group.isEmpty, count > 0 else { return [] }
        let shares = group.enumerated().map { size(of: $0.element) * (weights?[$0.offset] ?? 1) }
        let step = shares.reduce(0, +) / Double(count)
        var dealt: [Int] = []
        var reached = 0.0
        for (picture, share) in zip(group, shares) {
            reached += share
            while dealt.count < count, (Double(dealt.count) + offset) * step < reached { dealt.append(picture) }
        }
        // The sum's last rounding may leave one tooth outside.
        while dealt.count < count { dealt.append(group[group.count - 1]) }
        return dealt
    }

    // MARK: - Where

    /// A crop that shows one of the pixels, in its inner two thirds where the picture's edge allows.
    private func placed(on places: [PixelPlace], of picture: Int, using generator: inout SeededGenerator) -> Crop {
        let place = places[generator.nextIndex(through: places.count - 1)]
        let (x, y) = (generator.nextUniform(in: 1 / 6..<5 / 6), generator.nextUniform(in: 1 / 6..<5 / 6))
        let (column, row) = (Int(place.column) - Int(x * Double(width)), Int(place.row) - Int(y * Double(height)))
        return inside(picture, column: column, row: row)
    }

    private func anywhere(
        in picture: Int, alarms: [PixelPlace], _ placedShare: Double, using generator: inout SeededGenerator
    ) -> Crop {
        let isPlaced = generator.nextUniform() < placedShare
        if isPlaced, !alarms.isEmpty { return placed(on: alarms, of: picture, using: &generator) }
        let column = generator.nextIndex(through: pictures[picture].width - width)
        return inside(picture, column: column, row: generator.nextIndex(through: pictures[picture].height - height))
    }

    /// Moves a crop into the picture; over a smaller one it is centred.
    private func inside(_ picture: Int, column: Int, row: Int) -> Crop {
        Crop(
            picture: picture, column: Self.moved(column, width, into: pictures[picture].width),
            row: Self.moved(row, height, into: pictures[picture].height), item: 0)
    }

    private static func moved(_ start: Int, _ crop: Int, into length: Int) -> Int {
        length <= crop ? (length - crop) / 2 : min(max(start, 0), length - crop)
    }
}
