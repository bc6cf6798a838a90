public import InspectionTypes

extension PairedComparison {
    /// The comparison in one sentence, without a capital and a full stop: `new.onnx is better: mean AUC 0.812 → 0.904 (+0.092, 95 %
    /// interval +0.041 to +0.150); 7 verdicts fixed, 2 broken`.
    public func headline(first: String = "the first", second: String = "the second") -> String {
        guard let main = figures.first else { return verdictSentence }
        let opening: String =
            switch (main.isClear, main.isSecondBetter) {
            case (true, true?): "\(second) is better"
            case (true, _): "\(first) is better"
            case (false, _): "no clear difference"
            }
        let values = "\(Self.number(main.first.value)) → \(Self.number(main.second.value))"
        let interval = Self.interval(main.difference).map { ", 95\u{a0}% interval \($0)" } ?? ""
        return
            "\(opening): \(Self.words(main.key)) \(values) (\(Self.signed(main.difference.value))\(interval)); \(verdictSentence)"
    }

    /// `7 verdicts fixed, 2 broken`.
    public var verdictSentence: String {
        let (fixed, broken, otherwise) = (count(.fixed), count(.broken), count(.otherwise))
        if changes.isEmpty { return "no verdict changed" }
        var text = "\(fixed) \(fixed == 1 ? "verdict" : "verdicts") fixed, \(broken) broken"
        if otherwise > 0 { text += ", \(otherwise) wrong in another way" }
        return text
    }

    /// A figure's key as a person reads it.
    public static func words(_ key: String) -> String {
        let known = [
            "mean_auc": "mean AUC", "mean_pauc": "mean pAUC", "worst_auc": "worst AUC", "auc": "AUC", "pauc": "pAUC",
            "false_alarm_rate": "false alarms", "f1": "F1", "id_accuracy": "machines heard rightly",
            "group_accuracy": "accuracy", "balanced_accuracy": "balanced accuracy", "f1_macro": "F1, mean over classes",
            "iou": "IoU", "mean_iou": "mean IoU", "f1_2px": "F1 within 2 pixels",
        ]
        return known[key] ?? key.replacing("_", with: " ")
    }

    /// `+0.041 to +0.150`.
    public static func interval(_ difference: MetricValue) -> String? {
        guard let low = difference.low, let high = difference.high else { return nil }
        return "\(signed(low)) to \(signed(high))"
    }

    /// `+0.092`, `−0.010`.
    public static func signed(_ value: Double) -> String {
        let text = number(value.magnitude)
        return value > 0 && text != number(0) ? "+" + text : value < 0 && text != number(0) ? "−" + text : text
    }

    private static func number(_ value: Double) -> String { DecimalText.fixed(value, digits: 3) }
}
