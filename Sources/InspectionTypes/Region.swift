/// A connected piece of a defect, measured.
public struct Region: Sendable, Hashable, Codable {
    /// The smallest upright rectangle around it, in pixels from the top left.
    public struct Box: Sendable, Hashable, Codable {
        public var x: Int
        public var y: Int
        public var width: Int
        public var height: Int

        public init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// Lengths in millimetres, where a pixel's size is known.
    public struct Millimetres: Sendable, Hashable, Codable {
        /// In square millimetres.
        public var area: Double
        public var length: Double
        public var meanWidth: Double
        public var largestWidth: Double

        public init(area: Double, length: Double, meanWidth: Double, largestWidth: Double) {
            self.area = area
            self.length = length
            self.meanWidth = meanWidth
            self.largestWidth = largestWidth
        }
    }

    public var label: String
    /// Mean probability of its pixels.
    public var score: Double
    public var box: Box
    /// In pixels.
    public var area: Int
    /// Of its middle lines with all branches, in pixels, by chords over some six steps; ends are drawn out to the edge, so that a bar of 40 × 5
    /// pixels is 40 long. A straight bar, slanting or not, is met within 3 % (measured: 2.7 % too short to 1.9 % too long).
    public var length: Double
    /// ``area`` over ``length``, in pixels; never above ``largestWidth``.
    public var meanWidth: Double
    /// Twice the largest distance of the skeleton from the edge, in pixels: 5 for a bar of 40 × 5. The picture's border counts as edge.
    public var largestWidth: Double
    /// Of its main axis, in degrees anticlockwise from the horizontal, 0 ≤ angle < 180.
    public var orientation: Double
    /// Outlines in COCO's form, `x, y, x, y …` in pixels along the pixels' sides; the first is the outer one, holes follow.
    public var polygons: [[Double]]
    public var millimetres: Millimetres?

    public init(
        label: String, score: Double, box: Box, area: Int, length: Double, meanWidth: Double, largestWidth: Double,
        orientation: Double, polygons: [[Double]], millimetres: Millimetres? = nil
    ) {
        self.label = label
        self.score = score
        self.box = box
        self.area = area
        self.length = length
        self.meanWidth = meanWidth
        self.largestWidth = largestWidth
        self.orientation = orientation
        self.polygons = polygons
        self.millimetres = millimetres
    }
}
