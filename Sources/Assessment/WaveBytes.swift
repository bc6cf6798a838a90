/// A WAV file in memory, for a page to play.
enum WaveBytes {
    /// 16-bit PCM, one channel.
    static func wav16(_ samples: [Float], sampleRate: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(44 + samples.count * 2)
        func put(_ text: String) { bytes += Array(text.utf8) }
        func put<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
        }
        let rate = UInt32(sampleRate.rounded())
        put("RIFF")
        put(UInt32(36 + samples.count * 2))
        put("WAVEfmt ")
        put(UInt32(16))
        put(UInt16(1))
        put(UInt16(1))
        put(rate)
        put(rate * 2)
        put(UInt16(2))
        put(UInt16(16))
        put("data")
        put(UInt32(samples.count * 2))
        for sample in samples { put(Int16(max(-32768, min(32767, (sample * 32767).rounded())))) }
        return bytes
    }
}
