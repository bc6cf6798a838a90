import InspectionTypes
import Testing

@testable import Synthesis

@Suite struct SyntheticSoundTests {
    @Test(arguments: SyntheticSound.allCases)
    func isRepeatedBySeedAndNumberAlone(sound: SyntheticSound) {
        let first = sound.render(number: 3, seed: 5, seconds: 1.5)
        #expect(first == sound.render(number: 3, seed: 5, seconds: 1.5))
        #expect(first != sound.render(number: 4, seed: 5, seconds: 1.5))
        #expect(first != sound.render(number: 3, seed: 6, seconds: 1.5))
    }

    @Test(arguments: SyntheticSound.allCases)
    func isARecordingThatAnyoneCouldHaveMade(sound: SyntheticSound) {
        for number in 1...6 {
            let signal = sound.render(number: number, seed: 1, seconds: 2)
            #expect(signal.frameCount == 32_000 && signal.sampleRate == 16_000)
            let samples = signal.channels[0]
            #expect(samples.allSatisfy { $0.isFinite && abs($0) < 1 })
            let level = SampleArithmetic.level(of: samples)
            #expect(level > 0.005 && level < 0.2, "\(sound) \(number): \(level)")
            #expect(abs(samples.reduce(0, +) / 32_000) < 0.01, "no direct current")
        }
    }

    @Test(arguments: SyntheticSound.allCases)
    func shortAndFastAreNoTrouble(sound: SyntheticSound) {
        let short = sound.render(number: 1, seed: 1, seconds: 0.05).channels[0]
        #expect(short.count == 800 && short.allSatisfy { $0.isFinite })
        #expect(sound.render(number: 1, seed: 1, seconds: 0.5, sampleRate: 44_100).frameCount == 22_050)
    }

    @Test func classNamesSayWhetherAllIsWell() {
        for sound in SyntheticSound.allCases {
            let isNormal = [.railNormal, .fanNormal, .pumpNormal, .valveNormal].contains(sound)
            #expect(DefectWords.isNormal(sound.className) == isNormal)
            #expect(DefectWords.isDefect(sound.className) == (!isNormal && sound.family != .states))
        }
        #expect(SyntheticSound.Family.rail.sounds.count == 4)
        #expect(SyntheticSound.Family.machines.sounds.count == 8)
        #expect(
            SyntheticSound.Family.states.sounds.map(\.className)
                == ["on_state", "off_state", "solid_state", "soft_state"])
        for family in SyntheticSound.Family.allCases {
            #expect(Set(family.sounds.map(\.className)).count == family.sounds.count)
        }
    }
}
