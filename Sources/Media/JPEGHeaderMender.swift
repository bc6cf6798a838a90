/// Puts right what some cameras and programs write wrongly into a JPEG's header though every pixel is there.
///
/// libjpeg warns of such a slip and goes on; but it tells of the first warning only, and a file that is cut short as well would pass for whole. So the
/// slips are mended in the bytes, as libjpeg takes them anyhow, and no warning at all is let pass afterwards:
/// - Adobe's marker with an unknown colour transform: taken for YCbCr with three channels, for YCCK with four;
/// - a scan of a sequential JPEG whose spectral selection is not 0…63 at full precision: read as if it were.
///
/// Source: ITU-T T.81, B.2.3; Adobe Technical Note 5116, section 18.
enum JPEGHeaderMender {
    /// The same bytes where there is nothing to mend.
    static func mended(_ bytes: [UInt8]) -> [UInt8] {
        let changes = bytes.withUnsafeBufferPointer(Self.changes)
        guard !changes.isEmpty else { return bytes }
        var mended = bytes
        for (place, value) in changes { mended[place] = value }
        return mended
    }

    private static func changes(_ file: UnsafeBufferPointer<UInt8>) -> [(place: Int, value: UInt8)] {
        var changes: [(place: Int, value: UInt8)] = []
        var adobeTransform: Int?
        var (isSequential, channels) = (false, 0)
        var place = 2
        while let (marker, start) = marker(in: file, from: place) {
            guard start + 2 <= file.count, marker != 0xD9 else { break }
            let length = Int(file[start]) << 8 | Int(file[start + 1])
            let segment = start + 2..<start + length
            guard length >= 2, segment.upperBound <= file.count else { break }
            place = segment.upperBound
            switch marker {
            case 0xEE where segment.count >= 12 && file[segment].starts(with: "Adobe".utf8):
                adobeTransform = segment.lowerBound + 11
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker) && segment.count >= 6:
                isSequential = [0xC0, 0xC1, 0xC9].contains(marker)
                channels = Int(file[segment.lowerBound + 5])
            case 0xDA:
                if let place = adobeTransform, channels == 3 || channels == 4 {
                    let usual: UInt8 = channels == 3 ? 1 : 2
                    if file[place] != 0, file[place] != usual { changes.append((place, usual)) }
                    adobeTransform = nil
                }
                let slips = isSequential ? selectionSlips(file, segment) : []
                // Who writes one scan well writes all well: the pixels' data, most of the file, is not searched for more.
                guard !slips.isEmpty else { return changes }
                changes += slips
            default: break
            }
        }
        return changes
    }

    /// First and last coefficient and the two bit positions stand behind the list of channels.
    private static func selectionSlips(
        _ file: UnsafeBufferPointer<UInt8>, _ segment: Range<Int>
    ) -> [(place: Int, value: UInt8)] {
        guard segment.count == 4 + 2 * Int(file[segment.lowerBound]) else { return [] }
        let wanted: [UInt8] = [0, 63, 0]
        return wanted.enumerated().compactMap { index, value in
            let place = segment.upperBound - 3 + index
            return file[place] == value ? nil : (place, value)
        }
    }

    /// The next marker that is followed by a segment, or the end mark, and where it ends; stuffed zeros, fill bytes, restarts and strays are passed over.
    private static func marker(in file: UnsafeBufferPointer<UInt8>, from start: Int) -> (marker: UInt8, end: Int)? {
        var place = start
        while let mark = file[min(place, file.count)...].firstIndex(of: 0xFF), mark + 1 < file.count {
            let marker = file[mark + 1]
            if marker == 0xFF {
                place = mark + 1
            } else if marker == 0 || marker == 1 || (0xD0...0xD8).contains(marker) {
                place = mark + 2
            } else {
                return (marker, mark + 2)
            }
        }
        return nil
    }
}
