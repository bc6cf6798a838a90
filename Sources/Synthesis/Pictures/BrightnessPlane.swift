import InspectionTypes

/// One number a pixel, mostly brightness: 0 is black, 1 white.
struct BrightnessPlane {
    let width: Int
    let height: Int
    /// Row by row from the top.
    var values: [Float]

    init(width: Int, height: Int, value: Float = 0) {
        self.width = width
        self.height = height
        values = [Float](repeating: value, count: width * height)
    }

    /// Calculates every pixel from its centre, in pixels from the top left.
    mutating func fill(_ brightness: (_ x: Float, _ y: Float) -> Float) {
        let width = width
        values.withUnsafeMutableBufferPointer { values in
            var index = 0
            for y in 0..<values.count / width {
                for x in 0..<width {
                    values[index] = brightness(Float(x) + 0.5, Float(y) + 0.5)
                    index += 1
                }
            }
        }
    }

    /// Combines every pixel with that of another plane of the same size.
    mutating func combine(_ other: BrightnessPlane, _ operation: (Float, Float) -> Float) {
        precondition(
            other.width == width && other.height == height,
            "BrightnessPlane.combine: \(other.width)×\(other.height) with \(width)×\(height)")
        let count = values.count
        values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { others in
                for index in 0..<count { values[index] = operation(values[index], others[index]) }
            }
        }
    }

    /// Shares every pixel with its neighbours, 1/4 · [share, 4 − 2 · share, share] along each axis: a lens that is not perfectly sharp.
    mutating func soften(_ share: Float) {
        let (side, middle) = (share / 4, 1 - share / 2)
        let (width, height) = (width, height)
        var row = [Float](repeating: 0, count: width)
        var above = [Float](repeating: 0, count: width)
        values.withUnsafeMutableBufferPointer { values in
            for y in 0..<height {
                for x in 0..<width { row[x] = values[y * width + x] }
                for x in 0..<width {
                    values[y * width + x] = middle * row[x] + side * (row[max(0, x - 1)] + row[min(width - 1, x + 1)])
                }
            }
            for x in 0..<width { above[x] = values[x] }
            for y in 0..<height {
                let below = min(height - 1, y + 1) * width
                for x in 0..<width {
                    let here = values[y * width + x]
                    values[y * width + x] = middle * here + side * (above[x] + values[below + x])
                    above[x] = here
                }
            }
        }
    }

    /// Adds a sensor's noise of a standard deviation.
    mutating func addNoise(_ deviation: Float, _ noise: inout WhiteNoise) {
        for index in values.indices { values[index] += deviation * noise.next() }
    }

    /// As a picture; `tint` is a factor a channel, one for grey and three for colour.
    func picture(tint: [Float]) -> Picture {
        precondition(tint.count == 1 || tint.count == 3, "BrightnessPlane.picture: \(tint.count) channels")
        let channels = tint.count
        let pixels = [UInt8](unsafeUninitializedCapacity: values.count * channels) { buffer, initialized in
            for index in values.indices {
                for channel in 0..<channels {
                    let value = min(max(values[index] * tint[channel] * 255 + 0.5, 0), 255)
                    buffer.initializeElement(at: index * channels + channel, to: UInt8(value))
                }
            }
            initialized = values.count * channels
        }
        return Picture(width: width, height: height, colour: channels == 1 ? .grey : .rgb, pixels: pixels)
    }
}
