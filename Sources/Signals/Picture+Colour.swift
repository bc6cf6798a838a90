public import InspectionTypes

extension Picture {
    /// Brightness as ITU-R BT.601 weighs it, in 16-bit fixed point: `0.299 R + 0.587 G + 0.114 B`, rounded; Pillow's mode `L`.
    @inlinable
    public static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let weighted = UInt32(red) &* 19_595 &+ UInt32(green) &* 38_470 &+ UInt32(blue) &* 7_471 &+ 0x8000
        return UInt8(truncatingIfNeeded: weighted >> 16)
    }

    /// The picture in another colour: grey by ``luma(_:_:_:)``, RGB with three equal channels.
    public func converted(to colour: Colour) -> Picture {
        guard colour != self.colour else { return self }
        let count = pixelCount
        let converted = [UInt8](unsafeUninitializedCapacity: count * colour.channelCount) { out, written in
            pixels.withUnsafeBufferPointer { pixels in
                guard let from = pixels.baseAddress, let to = out.baseAddress else { return }
                switch colour {
                case .grey:
                    for pixel in 0..<count {
                        to[pixel] = Self.luma(from[3 &* pixel], from[3 &* pixel &+ 1], from[3 &* pixel &+ 2])
                    }
                case .rgb:
                    for pixel in 0..<count {
                        let value = from[pixel]
                        to[3 &* pixel] = value
                        to[3 &* pixel &+ 1] = value
                        to[3 &* pixel &+ 2] = value
                    }
                }
            }
            written = count * colour.channelCount
        }
        return Picture(width: width, height: height, colour: colour, pixels: converted)
    }
}
