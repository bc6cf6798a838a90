import InspectionTypes
import Media
import Testing

@testable import Datasets

@Suite struct SilenceTests {
    @Test func whatIsNotHeardIsLeftOutAndNamed() throws {
        let folder = try TemporaryFolder()
        for number in 0..<3 { try folder.noise("fan/normal/\(number).wav", seed: UInt64(number), seconds: 0.5) }
        try folder.noise("fan/normal/quiet.wav", seed: 7, seconds: 0.5, gain: 0.003)
        try folder.sound("fan/normal/dead.wav", [Float](repeating: 0, count: 8000))
        try folder.sound("fan/normal/offset.wav", [Float](repeating: 0.25, count: 8000))
        let dataset = try DatasetScanner.scan(folder.path + "/fan", options: .init(purpose: .detection))
        let store = try FeatureStore.prepare(
            dataset, frontEnd: nil, options: .init(cache: FeatureCache(folder: folder.path + "/cache")))
        let again = try FeatureStore.prepare(
            dataset, frontEnd: nil, options: .init(cache: FeatureCache(folder: folder.path + "/cache")))
        #expect(again.decodedCount == 0 && again.identities == store.identities, "the cache knows it too")
        let loud = try #require(store.identities["normal/0.wav"])
        #expect(abs(loud.amplitude - 0.2) < 0.001)
        let heard = try dataset.audible(store.identities)
        #expect(heard.items.map(\.name) == ["0.wav", "1.wav", "2.wav", "quiet.wav"])
        #expect(
            heard.warnings.contains {
                $0.contains("2 recordings are silent") && $0.contains("dead.wav") && $0.contains("offset.wav")
            })
        #expect(heard.notes == dataset.notes, "one sample rate needs no note")
    }

    @Test func nothingButSilenceIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.sound("fan/normal/dead.wav", [Float](repeating: 0, count: 8000))
        try folder.noise("fan/broken/1.wav", seed: 1, seconds: 0.5)
        let dataset = try DatasetScanner.scan(folder.path + "/fan", options: .init(purpose: .detection))
        let store = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil))
        #expect { try dataset.audible(store.identities) } throws: { error in
            let message = (error as? DatasetError)?.message ?? ""
            return message.contains("All normal recordings") && message.contains("normal/dead.wav")
        }
    }

    @Test func mixedSampleRatesAreMentioned() {
        let data = SplitTests.Data(groups: [("a", 3), ("b", 1)])
        var identities = data.identities
        identities["b/0-0.wav"]?.sampleRate = 44_100
        let note = data.dataset.sampleRateNote(identities) ?? ""
        #expect(note.contains("2 sample rates (6 at 16000 Hz, 1 at 44100 Hz)") && note.contains("8000 Hz"))
    }
}
