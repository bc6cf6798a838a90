/// A PNG of up to 256 colours, one byte a pixel before compression.
///
/// Source: W3C, "Portable Network Graphics (PNG) Specification", colour type 3.
enum IndexedPNG {
    /// - Parameters:
    ///   - pixels: Row-major palette indices.
    ///   - palette: RGB, at most 256.
    static func encoded(
        pixels: [UInt8], width: Int, height: Int, palette: [(red: UInt8, green: UInt8, blue: UInt8)]
    ) -> [UInt8] {
        precondition(
            width > 0 && height > 0 && pixels.count == width * height && (1...256).contains(palette.count),
            "IndexedPNG: \(pixels.count) pixels for \(width) × \(height), \(palette.count) colours"
        )
        var scanlines: [UInt8] = []
        scanlines.reserveCapacity((width + 1) * height)
        for row in 0..<height {
            scanlines.append(0)  // filter: none
            scanlines += pixels[(row * width)..<((row + 1) * width)]
        }
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // Depth 8, colour type 3, deflate, adaptive filtering, not interlaced.
        append(chunk: "IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 3, 0, 0, 0], to: &file)
        append(chunk: "PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
        append(chunk: "IDAT", Deflate.zlib(scanlines), to: &file)
        append(chunk: "IEND", [], to: &file)
        return file
    }

    private static func append(chunk name: String, _ data: [UInt8], to file: inout [UInt8]) {
        let named = Array(name.utf8) + data
        file += bigEndian(UInt32(data.count)) + named + bigEndian(crc32(named))
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// The cyclic redundancy check of ISO 3309, polynomial 0xEDB88320 reflected.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}
