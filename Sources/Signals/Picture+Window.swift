public import InspectionTypes

extension Picture {
    /// What is seen of a window where it stands out over the picture's edge.
    public enum Beyond: Sendable, Hashable {
        /// The picture mirrored at the middle of its last pixel, again and again.
        case mirror
        /// One value in all channels.
        case fill(UInt8)
    }

    /// A rectangle of the picture; it may stand out on any side.
    ///
    /// - Parameters:
    ///   - left: the window's first column in the picture, perhaps negative.
    ///   - top: the window's first row in the picture, perhaps negative.
    public func window(left: Int, top: Int, width: Int, height: Int, beyond: Beyond) -> Picture {
        precondition(width > 0 && height > 0, "Picture.window: \(width)×\(height) pixels")
        let channels = channelCount
        let columns = (left..<left + width).map { Self.place($0, self.width, beyond) }
        let rows = (top..<top + height).map { Self.place($0, self.height, beyond) }
        // Columns that lie side by side in the picture are copied in one go.
        let inside = max(0, -left)..<max(max(0, -left), min(width, self.width - left))
        var filling: UInt8 = 0
        if case .fill(let value) = beyond { filling = value }
        let stride = width * channels
        let pixels = [UInt8](unsafeUninitializedCapacity: stride * height) { out, written in
            self.pixels.withUnsafeBufferPointer { pixels in
                guard let from = pixels.baseAddress, let to = out.baseAddress else { return }
                for (index, row) in rows.enumerated() {
                    let target = to + index * stride
                    guard let row else {
                        target.update(repeating: filling, count: stride)
                        continue
                    }
                    let source = from + row * self.width * channels
                    for column in [0..<inside.lowerBound, inside.upperBound..<width].joined() {
                        for channel in 0..<channels {
                            target[column * channels + channel] =
                                columns[column].map { source[$0 * channels + channel] } ?? filling
                        }
                    }
                    if !inside.isEmpty {
                        (target + inside.lowerBound * channels).update(
                            from: source + (left + inside.lowerBound) * channels, count: inside.count * channels)
                    }
                }
            }
            written = stride * height
        }
        return Picture(width: width, height: height, colour: colour, pixels: pixels)
    }

    /// The pixel seen at a place of an axis of `length` pixels; `nil` for the filling.
    private static func place(_ place: Int, _ length: Int, _ beyond: Beyond) -> Int? {
        if (0..<length).contains(place) { return place }
        guard case .mirror = beyond else { return nil }
        guard length > 1 else { return 0 }
        let period = 2 * (length - 1)
        let within = ((place % period) + period) % period
        return min(within, period - within)
    }
}
