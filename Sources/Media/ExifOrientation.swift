/// Finds the orientation in a file's EXIF data, reading nothing else of it.
///
/// EXIF is a TIFF header and a directory of 12-byte entries (CIPA DC-008, 4.5 and 4.6). Nothing in it is trusted: every offset is checked,
/// a directory has 512 entries at most, and what makes no sense counts as upright.
enum ExifOrientation {
    /// Of a JPEG: the segment APP1 that begins with `Exif`, looked for up to the start of the scan.
    static func ofJPEG(_ file: UnsafeBufferPointer<UInt8>) -> PictureOrientation {
        var place = 2
        while place + 4 <= file.count, file[place] == 0xFF {
            let marker = file[place + 1]
            // Fill bytes may stand before a marker.
            if marker == 0xFF {
                place += 1
                continue
            }
            // Start of scan, end of image, and markers without a length do not belong before the header's end.
            guard marker != 0xDA, marker != 0xD9, marker > 0x01, !(0xD0...0xD8).contains(marker) else { break }
            let length = Int(file[place + 2]) << 8 | Int(file[place + 3])
            guard length >= 2, place + 2 + length <= file.count else { break }
            let segment = UnsafeBufferPointer(rebasing: file[(place + 4)..<(place + 2 + length)])
            if marker == 0xE1, segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) {
                return ofTIFF(UnsafeBufferPointer(rebasing: segment.dropFirst(6)))
            }
            place += 2 + length
        }
        return .upright
    }

    /// Of a PNG: the chunk `eXIf`.
    static func ofPNG(_ file: UnsafeBufferPointer<UInt8>) -> PictureOrientation {
        var place = 8
        while place + 12 <= file.count {
            let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard place + 12 + length <= file.count else { break }
            if file[place + 4..<place + 8].elementsEqual("eXIf".utf8) {
                return ofTIFF(UnsafeBufferPointer(rebasing: file[place + 8..<place + 8 + length]))
            }
            place += 12 + length
        }
        return .upright
    }

    private static func ofTIFF(_ bytes: UnsafeBufferPointer<UInt8>) -> PictureOrientation {
        guard bytes.count >= 8, bytes[0] == bytes[1], bytes[0] == 0x49 || bytes[0] == 0x4D else { return .upright }
        let isLittleEndian = bytes[0] == 0x49
        func number(_ offset: Int, _ width: Int) -> Int? {
            guard offset >= 0, offset + width <= bytes.count else { return nil }
            return (0..<width).reduce(0) {
                $0 << 8 | Int(bytes[offset + (isLittleEndian ? width - 1 - $1 : $1)])
            }
        }
        guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2) else {
            return .upright
        }
        for entry in 0..<min(count, 512) {
            let place = directory + 2 + 12 * entry
            guard let tag = number(place, 2), let type = number(place + 2, 2) else { break }
            guard tag == 0x0112 else { continue }
            // A short, as the standard has it, or a long, as some write it.
            return number(place + 8, type == 4 ? 4 : 2).flatMap(PictureOrientation.init) ?? .upright
        }
        return .upright
    }
}
