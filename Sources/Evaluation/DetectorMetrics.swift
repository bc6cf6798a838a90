public import InspectionTypes

/// What `evaluate --format json` says of a detector under `metrics`.
///
/// AUC is the share of pairs of an anomaly and a normal item in which the anomaly scores higher; pAUC the same among the highest-scoring
/// tenth of the normal items, scaled so that chance is 0.5 (DCASE's *p* = 0.1, scikit-learn's `max_fpr`). `auc` and `pauc` pool all
/// machines' scores; means and worst run over the machines that have both kinds. Precision, recall and F1 go by the verdicts.
/// What the data cannot say (areas without an anomaly, say) is `null`.
public struct DetectorMetrics: Sendable, Codable, Hashable {
    /// Figures of one machine.
    public struct PerID: Sendable, Codable, Hashable {
        public var auc: MetricValue?
        public var pauc: MetricValue?
        public var precision: MetricValue?
        public var recall: MetricValue?
        public var f1: MetricValue?
        public var falseAlarmRate: MetricValue?
        /// Share of normal items that were to be reported, as the model's card promises.
        public var falseAlarmsPromised: MetricValue?
        /// The same two in the unit of time that was asked for; `nil` where a share was.
        public var falseAlarmsInTime: FalseAlarmPace?
        public var normals: Int
        public var anomalies: Int
        /// `nil` where items were judged by several.
        public var threshold: Double?
        /// AUC by domain: its normal items against all anomalies of the machine. Empty where there are no domains.
        public var aucByDomain: [String: MetricValue]

        enum CodingKeys: String, CodingKey {
            case auc, pauc, precision, recall, f1, normals, anomalies, threshold
            case falseAlarmRate = "false_alarm_rate"
            case falseAlarmsPromised = "false_alarms_promised"
            case falseAlarmsInTime = "false_alarms_in_time"
            case aucByDomain = "auc_by_domain"
        }
    }

    /// Means over the machines of a type, or in a domain.
    public struct Means: Sendable, Codable, Hashable {
        public var meanAUC: MetricValue?
        public var meanPAUC: MetricValue?
        public var harmonicMeanAUC: MetricValue?
        public var harmonicMeanPAUC: MetricValue?
        public var worstAUC: MetricValue?

        enum CodingKeys: String, CodingKey {
            case meanAUC = "mean_auc"
            case meanPAUC = "mean_pauc"
            case harmonicMeanAUC = "harmonic_mean_auc"
            case harmonicMeanPAUC = "harmonic_mean_pauc"
            case worstAUC = "worst_auc"
        }
    }

    public var auc: MetricValue?
    public var pauc: MetricValue?
    /// Of what was reported, the share that is anomalous.
    public var precision: MetricValue?
    /// Of what is anomalous, the share that was reported.
    public var recall: MetricValue?
    public var f1: MetricValue?
    /// By machine.
    public var perID: [String: PerID]
    public var meanAUC: MetricValue?
    public var meanPAUC: MetricValue?
    public var worstAUC: MetricValue?
    public var harmonicMeanAUC: MetricValue?
    public var harmonicMeanPAUC: MetricValue?
    public var worstPAUC: MetricValue?
    /// Share of items whose machine was heard rightly.
    public var idAccuracy: MetricValue?
    /// Of what is normal, the share that was reported.
    public var falseAlarmRate: MetricValue?
    /// What ``falseAlarmRate`` was to be, as the model's card promises of the machines that it knows; of others nothing is promised.
    public var falseAlarmsPromised: MetricValue?
    /// The same two in the unit of time that was asked for, on one machine; `nil` where a share was.
    public var falseAlarmsInTime: FalseAlarmPace?
    /// Mean of ``recall`` and the share of normal items that were left alone.
    public var balancedAccuracy: MetricValue?
    /// Of pictures with masks: AUC over pixels.
    public var pixelAUROC: MetricValue?
    /// Of pictures with masks: overlap by region up to a false-positive rate of 0.3.
    public var aupro: MetricValue?
    /// By machine type, where there are several with several machines.
    public var perType: [String: Means]?
    /// By domain, as DCASE counts since 2022: the domain's normal items against all anomalies of a machine.
    public var perDomain: [String: Means]?
    /// DCASE's official score since 2022, where there are domains: the harmonic mean of all machines' AUC by domain and pAUC.
    public var dcaseScore: MetricValue?

    enum CodingKeys: String, CodingKey {
        case auc, pauc, precision, recall, f1, aupro
        case perID = "per_id"
        case meanAUC = "mean_auc"
        case meanPAUC = "mean_pauc"
        case worstAUC = "worst_auc"
        case harmonicMeanAUC = "harmonic_mean_auc"
        case harmonicMeanPAUC = "harmonic_mean_pauc"
        case worstPAUC = "worst_pauc"
        case idAccuracy = "id_accuracy"
        case falseAlarmRate = "false_alarm_rate"
        case falseAlarmsPromised = "false_alarms_promised"
        case falseAlarmsInTime = "false_alarms_in_time"
        case balancedAccuracy = "balanced_accuracy"
        case pixelAUROC = "pixel_auroc"
        case perType = "per_type"
        case perDomain = "per_domain"
        case dcaseScore = "dcase_score"
    }

    /// The plain figures by their keys, as a model's card keeps them; what the data cannot say is left out.
    public var scalars: [String: MetricValue] {
        let pairs: [(CodingKeys, MetricValue?)] = [
            (.auc, auc), (.pauc, pauc), (.precision, precision), (.recall, recall), (.f1, f1), (.meanAUC, meanAUC),
            (.meanPAUC, meanPAUC), (.worstAUC, worstAUC), (.harmonicMeanAUC, harmonicMeanAUC),
            (.harmonicMeanPAUC, harmonicMeanPAUC), (.worstPAUC, worstPAUC), (.idAccuracy, idAccuracy),
            (.falseAlarmRate, falseAlarmRate), (.balancedAccuracy, balancedAccuracy), (.pixelAUROC, pixelAUROC),
            (.aupro, aupro), (.dcaseScore, dcaseScore),
        ]
        return pairs.reduce(into: [:]) { scalars, pair in scalars[pair.0.rawValue] = pair.1 }
    }
}

extension DetectorMetrics {
    /// What there is no figure for is written as `null`, not left out: a reader finds every key. Types and domains stand only where the
    /// data has them, false alarms in time only where a time was asked for.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(auc, forKey: .auc)
        try container.encode(pauc, forKey: .pauc)
        try container.encode(precision, forKey: .precision)
        try container.encode(recall, forKey: .recall)
        try container.encode(f1, forKey: .f1)
        try container.encode(perID, forKey: .perID)
        try container.encode(meanAUC, forKey: .meanAUC)
        try container.encode(meanPAUC, forKey: .meanPAUC)
        try container.encode(worstAUC, forKey: .worstAUC)
        try container.encode(harmonicMeanAUC, forKey: .harmonicMeanAUC)
        try container.encode(harmonicMeanPAUC, forKey: .harmonicMeanPAUC)
        try container.encode(worstPAUC, forKey: .worstPAUC)
        try container.encode(idAccuracy, forKey: .idAccuracy)
        try container.encode(falseAlarmRate, forKey: .falseAlarmRate)
        try container.encode(falseAlarmsPromised, forKey: .falseAlarmsPromised)
        try container.encodeIfPresent(falseAlarmsInTime, forKey: .falseAlarmsInTime)
        try container.encode(balancedAccuracy, forKey: .balancedAccuracy)
        try container.encode(pixelAUROC, forKey: .pixelAUROC)
        try container.encode(aupro, forKey: .aupro)
        try container.encodeIfPresent(perType, forKey: .perType)
        try container.encodeIfPresent(perDomain, forKey: .perDomain)
        try container.encodeIfPresent(dcaseScore, forKey: .dcaseScore)
    }
}

extension DetectorMetrics.PerID {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(auc, forKey: .auc)
        try container.encode(pauc, forKey: .pauc)
        try container.encode(precision, forKey: .precision)
        try container.encode(recall, forKey: .recall)
        try container.encode(f1, forKey: .f1)
        try container.encode(falseAlarmRate, forKey: .falseAlarmRate)
        try container.encode(falseAlarmsPromised, forKey: .falseAlarmsPromised)
        try container.encodeIfPresent(falseAlarmsInTime, forKey: .falseAlarmsInTime)
        try container.encode(normals, forKey: .normals)
        try container.encode(anomalies, forKey: .anomalies)
        try container.encode(threshold, forKey: .threshold)
        if !aucByDomain.isEmpty { try container.encode(aucByDomain, forKey: .aucByDomain) }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        auc = try container.decodeIfPresent(MetricValue.self, forKey: .auc)
        pauc = try container.decodeIfPresent(MetricValue.self, forKey: .pauc)
        precision = try container.decodeIfPresent(MetricValue.self, forKey: .precision)
        recall = try container.decodeIfPresent(MetricValue.self, forKey: .recall)
        f1 = try container.decodeIfPresent(MetricValue.self, forKey: .f1)
        falseAlarmRate = try container.decodeIfPresent(MetricValue.self, forKey: .falseAlarmRate)
        falseAlarmsPromised = try container.decodeIfPresent(MetricValue.self, forKey: .falseAlarmsPromised)
        falseAlarmsInTime = try container.decodeIfPresent(FalseAlarmPace.self, forKey: .falseAlarmsInTime)
        normals = try container.decode(Int.self, forKey: .normals)
        anomalies = try container.decode(Int.self, forKey: .anomalies)
        threshold = try container.decodeIfPresent(Double.self, forKey: .threshold)
        aucByDomain = try container.decodeIfPresent([String: MetricValue].self, forKey: .aucByDomain) ?? [:]
    }
}
