import InspectionTypes
import Testing

@testable import Datasets

@Suite struct RealDetectionTests {
    static func scan(_ name: String) throws -> Dataset {
        try DatasetScanner.scan(Checkout.sharedData + "/" + name, options: .init(purpose: .detection))
    }

    @Test(.enabled(if: Checkout.has("mimii"), "needs the real recordings"))
    func aFactoryFanInTheChallengesNames() throws {
        let dataset = try Self.scan("mimii/fan")
        #expect(dataset.layout == .challengeNames)
        #expect(dataset.machines == ["fan id_00"])
        #expect(dataset.warnings == [])
        let store = try FeatureStore.prepare(dataset, frontEnd: nil, options: .init(cache: nil))
        let split = try Split.make(of: try dataset.audible(store.identities), identities: store.identities)
        #expect(split.items(of: .test).count == 21)
        #expect(split.items(of: .test).count(where: \.isNegative) == 7)
        #expect(split.items(of: .validation).count == 1 && split.items(of: .train).count == 6)
    }

    @Test(.enabled(if: Checkout.has("propeller"), "needs the real recordings"))
    func propellersInFlight() throws {
        let dataset = try Self.scan("propeller")
        #expect(dataset.machines == ["propeller"])
        #expect(dataset.classes == ["broken_1", "broken_2", "broken_3_4", "normal"])
        #expect(dataset.items.count == 193)
        #expect(dataset.warnings == [])
    }

    @Test(.enabled(if: Checkout.has("casting"), "needs the real pictures"))
    func castingsFromAbove() throws {
        let dataset = try Self.scan("casting")
        #expect(dataset.medium == .picture && dataset.machines == ["casting"])
        #expect(dataset.items.count(where: \.isNegative) == 1204)
        #expect(dataset.itemsPerClass == ["def_front": 1591, "normal": 1204])
    }

    @Test(.enabled(if: Checkout.has("rail_photos"), "needs the real pictures"))
    func railPhotosAreOfSeveralThings() {
        #expect { try Self.scan("rail_photos") } throws: {
            ($0 as? DatasetError)?.message.contains("4 things: crossties, fasteners, fishplates, tracks") ?? false
        }
    }
}
