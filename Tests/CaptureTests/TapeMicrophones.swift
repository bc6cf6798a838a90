import Foundation

/// Microphones without a sound card: ALSA's own plug-ins play files as if they were heard, so that all between a device and a feed is
/// gone through as with a real one. They are not paced: a file is over in a moment, and behind its end comes anything.
enum TapeMicrophones {
    static let floats: [Float] = (0..<40_000).map { Float(($0 &* 7919) % 16_777_213 - 8_388_606) / 8_388_608 }
    /// In a device that knows whole numbers only: 32 bits, of which 16 are used, so that a float holds them exactly.
    static let integers: [Int16] = (0..<40_000).map { Int16(truncatingIfNeeded: $0 &* 40_503) }
    private static let scratch = try? Scratch()

    /// Must be looked at before PortAudio is begun for the first time: ALSA reads its settings once.
    static let areReady: Bool = {
        guard let scratch else { return false }
        do {
            try scratch.file("floats", floats.flatMap { littleEndian($0.bitPattern) })
            try scratch.file("integers", integers.flatMap { littleEndian(Int32($0) << 16) })
            let settings = """
                pcm.tape_floats { type file slave.pcm { type null } file "/dev/null" infile "\(scratch.path("floats"))" format raw }
                pcm.tape_integers {
                    type file
                    slave.pcm { type linear slave { pcm { type null } format S16_LE } }
                    file "/dev/null" infile "\(scratch.path("integers"))" format raw
                }
                pcm.default { type null }
                """
            return setenv("ALSA_CONFIG_PATH", try scratch.file("asound.conf", Array(settings.utf8)), 1) == 0
        } catch {
            return false
        }
    }()
}
