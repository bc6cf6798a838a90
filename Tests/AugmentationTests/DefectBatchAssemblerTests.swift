import InspectionTypes
import Testing

@testable import Augmentation

@Suite("Batches of painted pictures")
struct DefectBatchAssemblerTests {
    private static let frontEnd = PictureFrontEnd(width: 64, height: 64, colour: .grey)

    private static func part(_ number: Int) -> Picture {
        let pixels = (0..<64 * 64).map { place -> UInt8 in
            let (x, y) = (place % 64 - 32, place / 64 - 32)
            return UInt8(100 + (x * x + y * y) / 30 % 60 + number)
        }
        return Picture(width: 64, height: 64, colour: .grey, pixels: pixels)
    }

    private func assemble(
        _ requests: [DefectRequest], augmentation: PictureAugmentation = .off, stride: Int = 2, epoch: Int = 1,
        threads: Int = 1
    ) throws -> (inputs: [Float], targets: [Float]) {
        let assembler = DefectBatchAssembler(
            frontEnd: Self.frontEnd, augmentation: augmentation, stride: stride, seed: 4, threads: threads)
        var inputs = [Float](repeating: -1, count: requests.count * assembler.pictureLength)
        var targets = [Float](repeating: -1, count: requests.count * assembler.targetLength)
        try inputs.withUnsafeMutableBufferPointer { inputs in
            try targets.withUnsafeMutableBufferPointer { targets in
                try assembler.assemble(
                    requests, epoch: epoch, picture: { Self.part($0) }, isSquare: { _ in true }, inputs: inputs,
                    targets: targets)
            }
        }
        return (inputs, targets)
    }

    private let requests = (0..<8).map { DefectRequest(picture: $0, other: $0 % 2 == 0 ? nil : 7 - $0, item: $0) }

    @Test(
        "a normal picture is as it is, its target empty; a painted one differs where its target says",
        arguments: [1, 2, 4])
    func targets(stride: Int) throws {
        let (inputs, targets) = try assemble(requests, stride: stride)
        let side = 64 / stride
        for (number, request) in requests.enumerated() {
            let plain = Self.part(request.picture).pixels.map { Float($0) / 255 }
            let own = Array(inputs[number * 4096..<(number + 1) * 4096])
            let target = Array(targets[number * side * side..<(number + 1) * side * side])
            if request.other == nil {
                #expect(own == plain)
                #expect(target.allSatisfy { $0 == 0 })
                continue
            }
            #expect(target.contains(1) && target.allSatisfy { $0 == 0 || $0 == 1 })
            for place in 0..<side * side {
                let pixels = (0..<stride * stride).map { step in
                    (place / side * stride + step / stride) * 64 + place % side * stride + step % stride
                }
                let most = pixels.map { abs(own[$0] - plain[$0]) }.max() ?? 0
                // A 255th more or less by rounding.
                #expect(target[place] == 1 ? most > 0.046 : most < 0.054)
            }
        }
    }

    @Test("the same on any number of threads, other defects in another epoch")
    func repeatable() throws {
        let one = try assemble(requests, augmentation: .detection)
        let three = try assemble(requests, augmentation: .detection, threads: 3)
        #expect(one.inputs == three.inputs && one.targets == three.targets)
        #expect(try assemble(requests, augmentation: .detection, epoch: 2).targets != one.targets)
    }

    @Test("what is painted does not change how a picture is turned and lit")
    func independent() throws {
        let normal = requests.map { DefectRequest(picture: $0.picture, other: nil, item: $0.item) }
        let painted = try assemble(requests, augmentation: .detection)
        let plain = try assemble(normal, augmentation: .detection)
        for number in requests.indices {
            let range = number * 4096..<(number + 1) * 4096
            let differing = zip(painted.inputs[range], plain.inputs[range]).count { abs($0 - $1) > 0.03 }
            #expect(requests[number].other == nil ? differing == 0 : differing < 3500)
        }
    }

    @Test("targets are turned with the picture")
    func turned() throws {
        var settings = PictureAugmentation.off
        settings.rightAngles = true
        let request = [DefectRequest(picture: 1, other: 2, item: 1)]
        for epoch in 1...6 {
            let (inputs, targets) = try assemble(request, augmentation: settings, stride: 1, epoch: epoch)
            let plain = try assemble([.init(picture: 1, other: nil, item: 1)], augmentation: settings, epoch: epoch)
            for place in 0..<4096 {
                let step = abs(inputs[place] - plain.inputs[place])
                #expect(targets[place] == 1 ? step > 0.046 : step < 0.054)
            }
        }
    }
}
