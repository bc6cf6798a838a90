/// How a picture is cut into overlapping tiles of one size, row band after row band.
///
/// Tiles share at least `overlap` pixels with their neighbours and are spread evenly, so that they end with the picture. Where the picture
/// is smaller than a tile, the tile stands out on both sides, and the picture is mirrored into it.
public struct TilePlan: Sendable, Hashable {
    /// Where a tile's upper left pixel lies in the picture; negative where the tile stands out.
    public struct Tile: Sendable, Hashable {
        public var left: Int
        public var top: Int
    }

    /// Of the picture, in pixels.
    public let width: Int
    /// Of the picture, in pixels.
    public let height: Int
    public let tileWidth: Int
    public let tileHeight: Int
    /// Pixels that neighbours share at least.
    public let overlap: Int
    /// First columns of the tiles of every band.
    public let lefts: [Int]
    /// First rows of the bands.
    public let tops: [Int]

    public init(width: Int, height: Int, tileWidth: Int, tileHeight: Int, overlap: Int) {
        precondition(
            width > 0 && height > 0 && tileWidth > 0 && tileHeight > 0,
            "TilePlan: tiles of \(tileWidth)×\(tileHeight) pixels over \(width)×\(height)")
        precondition(
            overlap >= 0 && overlap < min(tileWidth, tileHeight),
            "TilePlan: an overlap of \(overlap) pixels with tiles of \(tileWidth)×\(tileHeight)")
        self.width = width
        self.height = height
        self.tileWidth = tileWidth
        self.tileHeight = tileHeight
        self.overlap = overlap
        lefts = Self.origins(length: width, tile: tileWidth, overlap: overlap)
        tops = Self.origins(length: height, tile: tileHeight, overlap: overlap)
    }

    private static func origins(length: Int, tile: Int, overlap: Int) -> [Int] {
        guard length > tile else { return [-((tile - length) / 2)] }
        let steps = (length - tile + tile - overlap - 1) / (tile - overlap)
        return (0...steps).map { $0 * (length - tile) / steps }
    }

    /// Number of tiles.
    public var count: Int { lefts.count * tops.count }

    /// A tile by its number: along each band from the left, bands from the top.
    public subscript(_ index: Int) -> Tile {
        Tile(left: lefts[index % lefts.count], top: tops[index / lefts.count])
    }

    /// All tiles, in the order in which a ``TileBlender`` takes them.
    public var tiles: [Tile] { (0..<count).map { self[$0] } }
}
