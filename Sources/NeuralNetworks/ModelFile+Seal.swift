import InspectionTypes

/// The seal of a file that was written whole: an entry of `metadata_props`, the last of the file, with the sum of all bytes before it.
///
/// A flipped bit in the weights may change so little that no golden input notices; the seal does. Protocol Buffers let an entry be put behind
/// a message that is encoded already, so that nothing need be encoded twice. A file without a seal, or with entries behind it, is taken as it is.
extension ModelFile {
    static let sealKey = "wheeltapper.checksum"
    private static let method = "xxh64 "

    /// What stands before the sum's 16 digits: field 14 of the model, and in it key and value.
    private static var sealStart: [UInt8] {
        let (key, valueLength) = (Array(sealKey.utf8), method.utf8.count + 16)
        let entry = [0x0A, UInt8(key.count)] + key + [0x12, UInt8(valueLength)]
        return [14 << 3 | 2, UInt8(entry.count + valueLength)] + entry + Array(method.utf8)
    }

    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        let sum = bytes.withUnsafeBytes { Checksum.hexadecimal(of: $0) }
        return bytes + sealStart + Array(sum.utf8)
    }

    /// - Throws: ``NetworkError`` of bytes that are not those that were sealed.
    static func checkSeal(of bytes: [UInt8]) throws(NetworkError) {
        let start = sealStart
        let length = bytes.count - start.count - 16
        guard length > 0 else { return }
        // What is mostly a seal is one, with damage in its own words.
        let strange = zip(bytes[length...], start).count { $0 != $1 }
        guard strange <= start.count / 2 else { return }
        let sum = bytes.withUnsafeBytes { Checksum.hexadecimal(of: UnsafeRawBufferPointer(rebasing: $0[..<length])) }
        guard strange == 0, bytes[(length + start.count)...].elementsEqual(sum.utf8) else {
            throw NetworkError(
                .damaged,
                "the file is damaged: its bytes are not those that were written (checksum \(sum)). Copy it again from where it was made; "
                    + "if another program changed it on purpose, take the metadata entry '\(sealKey)' out of it"
            )
        }
    }

    /// Why bytes cannot be read as a model: those of a file of ours were cut short or damaged, others may be anything.
    static func unreadable(_ bytes: [UInt8]) -> NetworkError {
        // The producer's name stands among the first fields; of a very short piece there is only its beginning.
        let header: [UInt8] = [0x08, 8, 0x12, UInt8(producerName.utf8.count)] + Array(producerName.utf8)
        let opening = String(decoding: bytes.prefix(64), as: UTF8.self)
        guard opening.contains(producerName) || header.starts(with: bytes) else {
            return NetworkError(
                .malformed,
                "not an ONNX model, or a damaged one (\(bytes.count) bytes); a model is made by `wheeltapper train`")
        }
        return NetworkError(
            .damaged,
            "the file is damaged or was cut short (\(bytes.count) bytes are left). Copy it again from where it was made"
        )
    }
}
