import Foundation

/// Embeddings gathered around the centres of their classes: cross-entropy over the cosines of the angles between them.
///
/// Of an item with the cosines `c[j, k]` to centre `k` of class `j` and shares `t[j]` of the classes (mixtures of two items have
/// two), with scale `s` and margin `m`:
///
/// `P[j] = Σₖ exp(s · cos(θ[j, k] + m · t[j])) / Σᵢₖ exp(s · cos(θ[i, k] + m · t[i]))`, loss `= −Σⱼ t[j] · ln P[j]`, the mean over items.
///
/// | loss | centres | scale | margin |
/// |---|---|---|---|
/// | AdaCos with its first scale kept (Zhang et al. 2019) | 1 | √2 · ln(classes − 1) | 0 |
/// | sub-cluster AdaCos (Wilkinghoff 2021) | several | √2 · ln(classes · centres − 1) | 0 |
/// | ArcFace (Deng et al. 2019) | 1 | such as 64 | such as 0.5 |
/// | sub-centre ArcFace (Deng et al. 2020) | several, the nearest one counts | such as 64 | such as 0.5 |
///
/// The margin of a mixture is shared out like its classes. Where an angle and its margin pass half a turn, the cosine goes on as a
/// straight line, so that a larger angle never pays.
public struct AngularMarginObjective: TrainingObjective, Hashable {
    public var scale: Double
    /// In radians; 0 for none.
    public var margin: Double
    /// Whether a class is its nearest centre alone, and not all of them together.
    public var keepsNearest: Bool

    public init(scale: Double, margin: Double, keepsNearest: Bool) {
        precondition(
            scale > 0 && margin >= 0 && margin < .pi / 2,
            "AngularMarginObjective: a scale of \(scale), a margin of \(margin) radians")
        self.scale = scale
        self.margin = margin
        self.keepsNearest = keepsNearest
    }

    /// Sub-cluster AdaCos, without the later change of its scale.
    ///
    /// Source: Wilkinghoff, "Sub-cluster AdaCos: Learning representations for anomalous sound detection", IJCNN 2021.
    public static func adaCos(classes: Int, centres: Int = 1) -> AngularMarginObjective {
        AngularMarginObjective(scale: adaCosScale(classes: classes, centres: centres), margin: 0, keepsNearest: false)
    }

    /// ArcFace; of several centres a class the nearest one.
    ///
    /// Source: Deng et al., "ArcFace: additive angular margin loss for deep face recognition", CVPR 2019.
    public static func arcFace(scale: Double = 30, margin: Double = 0.5) -> AngularMarginObjective {
        AngularMarginObjective(scale: scale, margin: margin, keepsNearest: true)
    }

    /// `√2 · ln(classes · centres − 1)`, at least 1: of two centres in all the formula is 0.
    public static func adaCosScale(classes: Int, centres: Int = 1) -> Double {
        precondition(classes > 1 && centres > 0, "AngularMarginObjective: \(classes) classes of \(centres) centres")
        return max(1, 2.0.squareRoot() * log(Double(classes * centres - 1)))
    }

    public func loss(_ output: Tensor, targets: Tensor) throws -> Tensor {
        try Loss.angularMargin(output, targets: targets, scale: scale, margin: margin, keepsNearest: keepsNearest)
    }

    public func makeTally() -> any ValidationTally { AngularTally() }
}

/// Right verdicts: the class of the nearest centre is the class with the largest share.
private struct AngularTally: ValidationTally {
    var right = 0
    var count = 0

    mutating func add(_ output: Tensor, targets: Tensor) throws {
        let (cosines, truth) = try (output.floats(), targets.floats())
        let (columns, classes) = (output.shape.last ?? 1, targets.shape.last ?? 1)
        func largest(_ values: ArraySlice<Float>) -> Int {
            (values.indices.max { values[$0] < values[$1] } ?? values.startIndex) - values.startIndex
        }
        for item in 0..<cosines.count / columns {
            let nearest = largest(cosines[item * columns..<(item + 1) * columns]) / (columns / classes)
            right += nearest == largest(truth[item * classes..<(item + 1) * classes]) ? 1 : 0
            count += 1
        }
    }

    func figures(loss: Double) -> ValidationFigures {
        ValidationFigures(value: -loss, loss: loss, accuracy: Double(right) / Double(max(1, count)))
    }
}
