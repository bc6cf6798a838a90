import InspectionTypes
import Testing

@Suite struct ContentHashTests {
    /// From FIPS 180-4's examples and NIST's test vectors.
    static let vectors = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test(arguments: vectors.indices) func `equals the published digests`(index: Int) {
        let (text, digest) = Self.vectors[index]
        #expect(ContentHash.hexadecimal(of: text) == digest)
    }

    @Test(arguments: [1, 3, 55, 56, 63, 64, 65, 1000]) func `pieces of any size give the digest of the whole`(
        piece: Int
    ) {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var hash = ContentHash()
        for start in stride(from: 0, to: bytes.count, by: piece) {
            hash.update(Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        #expect(hash.finalized() == ContentHash.hexadecimal(of: bytes))
    }
}
