import InspectionTypes
import Testing

@Suite("Checksums")
struct ChecksumTests {
    /// Of the specification's reference implementation, seed 0.
    @Test(arguments: [
        ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
        ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
    ])
    func knownSums(text: String, sum: String) {
        #expect(Array(text.utf8).withUnsafeBytes { Checksum.hexadecimal(of: $0) } == sum)
    }

    @Test("every single bit counts, in every part of the bytes", arguments: [3, 8, 31, 32, 47, 100])
    func everyBit(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let sum = bytes.withUnsafeBytes { Checksum.of($0) }
        for bit in 0..<length * 8 {
            var other = bytes
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(other.withUnsafeBytes { Checksum.of($0) } != sum, "bit \(bit)")
        }
    }
}
