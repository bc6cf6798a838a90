/// Takes a stream of JPEG pictures, one behind the other, apart by their markers. What lies between pictures is passed over.
///
/// A picture is followed from marker to marker: segments by their lengths (a preview inside one, with marks of its own, is no end), the
/// coded pixels byte by byte, where a 255 is followed by a zero, a restart mark, or another marker. One that breaks off is damaged,
/// counted, and left out; looking goes on where it broke, and never backwards, so that no bytes cost more than their number.
///
/// Source: ITU-T T.81, B.1.1.2 to B.1.1.5.
struct JPEGSplitter {
    /// Pictures that broke off, or are larger than ``largest``.
    private(set) var damaged = 0
    /// Bytes that were part of no picture.
    private(set) var strayBytes: Int64 = 0
    /// Of these, those that came behind the last picture.
    private(set) var straySincePicture: Int64 = 0
    /// Of one picture, in bytes.
    let largest: Int

    private enum Place {
        /// Between pictures.
        case outside
        /// Where a marker must stand.
        case marker
        /// Within so many bytes of a segment; the pixels follow where it is a scan's header.
        case segment(left: Int, isScan: Bool)
        /// Within a scan's coded pixels.
        case pixels
    }

    private var place = Place.outside
    private var hasPixels = false
    /// The picture so far, or, outside, the last bytes that could be the beginning of one.
    private var bytes: [UInt8] = []
    /// How many of them have been looked at.
    private var seen = 0

    init(largest: Int = 1 << 26) { self.largest = largest }

    /// Whether a picture has begun that is not complete.
    var isWithinPicture: Bool { if case .outside = place { false } else { true } }

    /// Bytes that wait for more.
    var heldBytes: Int { bytes.count }

    /// The pictures that these bytes complete, each from its first mark to its last.
    mutating func push(_ more: UnsafeRawBufferPointer) -> [[UInt8]] {
        bytes.append(contentsOf: more)
        var pictures: [[UInt8]] = []
        // What is done with goes at the end, all at once.
        var start = 0
        while advance(&start, &pictures) {}
        if bytes.count - start > largest, isWithinPicture {
            damaged += 1
            pass(bytes.count - start)
            start = bytes.count
            leave(at: start)
        }
        bytes.removeFirst(start)
        seen -= start
        return pictures
    }

    /// The stream has ended: a picture that is not complete is damaged.
    mutating func finish() {
        if isWithinPicture { damaged += 1 }
        (bytes, place, seen) = ([], .outside, 0)
    }

    /// One step; `false` where more bytes must come.
    private mutating func advance(_ start: inout Int, _ pictures: inout [[UInt8]]) -> Bool {
        switch place {
        case .outside: return seek(&start)
        case .marker: return readMarker(&start, &pictures)
        case .segment(let left, let isScan):
            let step = min(left, bytes.count - seen)
            seen += step
            guard step == left else {
                place = .segment(left: left - step, isScan: isScan)
                return false
            }
            place = isScan ? .pixels : .marker
            return true
        case .pixels: return passPixels()
        }
    }

    /// Looks for 255 216 255: the first mark and the beginning of the next.
    private mutating func seek(_ start: inout Int) -> Bool {
        let found = bytes.withUnsafeBufferPointer { bytes -> Int? in
            var place = seen
            while let mark = bytes[min(place, bytes.count)...].firstIndex(of: 0xFF), mark + 2 < bytes.count {
                if bytes[mark + 1] == 0xD8, bytes[mark + 2] == 0xFF { return mark }
                place = mark + 1
            }
            return nil
        }
        // The last two bytes may be the beginning of one.
        let end = found ?? max(start, bytes.count - 2)
        pass(end - start)
        (start, seen) = (end, end)
        guard found != nil else { return false }
        seen = end + 2
        (place, hasPixels) = (.marker, false)
        return true
    }

    private mutating func readMarker(_ start: inout Int, _ pictures: inout [[UInt8]]) -> Bool {
        // Before a marker there may be any number of 255.
        var mark = seen
        while mark + 1 < bytes.count, bytes[mark] == 0xFF, bytes[mark + 1] == 0xFF { mark += 1 }
        seen = mark
        guard mark < bytes.count else { return false }
        guard bytes[mark] == 0xFF else { return breakOff(&start, at: mark) }
        guard mark + 1 < bytes.count else { return false }
        switch bytes[mark + 1] {
        case 0xD9:
            guard hasPixels else { return breakOff(&start, at: mark + 2) }
            pictures.append(Array(bytes[start..<mark + 2]))
            straySincePicture = 0
            start = mark + 2
            leave(at: start)
        case 0xD8, 0x00: return breakOff(&start, at: mark)
        case 0x01, 0xD0...0xD7: seen = mark + 2
        default:
            guard mark + 3 < bytes.count else { return false }
            let length = Int(bytes[mark + 2]) << 8 | Int(bytes[mark + 3])
            guard length >= 2 else { return breakOff(&start, at: mark + 2) }
            let isScan = bytes[mark + 1] == 0xDA
            hasPixels = hasPixels || isScan
            seen = mark + 4
            place = .segment(left: length - 2, isScan: isScan)
        }
        return true
    }

    /// Passes over coded pixels up to the next marker that is none of theirs.
    private mutating func passPixels() -> Bool {
        let (next, isMarker) = bytes.withUnsafeBufferPointer { bytes -> (Int, Bool) in
            var place = seen
            while let mark = bytes[min(place, bytes.count)...].firstIndex(of: 0xFF) {
                guard mark + 1 < bytes.count else { return (mark, false) }
                let code = bytes[mark + 1]
                if code == 0xFF {
                    place = mark + 1
                } else if code == 0 || (0xD0...0xD7).contains(code) {
                    place = mark + 2
                } else {
                    return (mark, true)
                }
            }
            return (bytes.count, false)
        }
        seen = next
        if isMarker { place = .marker }
        return isMarker
    }

    private mutating func breakOff(_ start: inout Int, at end: Int) -> Bool {
        damaged += 1
        pass(end - start)
        start = end
        leave(at: end)
        return true
    }

    private mutating func pass(_ count: Int) {
        strayBytes += Int64(count)
        straySincePicture += Int64(count)
    }

    private mutating func leave(at end: Int) {
        place = .outside
        seen = end
    }
}
