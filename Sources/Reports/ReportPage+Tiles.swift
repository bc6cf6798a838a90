import Evaluation
import InspectionTypes

extension ReportPage {
    /// The row of tiles under the headline, with the model's pace at its end.
    func keyFigures(_ own: [HTML]) -> HTML {
        let tiles = own + speedTiles(beside: own.count)
        return """
            <div class="tiles" id="figures" style="--columns:\(tiles.count == 5 ? 5 : tiles.count.isMultiple(of: 3) ? 3 : 4)">
            \(tiles)</div>

            """
    }

    /// Time and throughput: two tiles where they fill a row of four, else one.
    private func speedTiles(beside count: Int) -> [HTML] {
        let latency = report.document.latency.map { latency -> HTML in
            plainTile(
                "Time for one \(report.itemNoun)", Self.milliseconds(latency.p50), "ms",
                "99 % within \(Self.milliseconds(latency.p99)) ms")
        }
        let rate = report.document.itemsPerSecond.flatMap { rate -> HTML? in
            guard rate.isFinite, rate < 1e15 else { return nil }
            let text = rate < 10 ? DecimalText.fixed(rate, digits: 1) : DecimalText.grouped(Int(rate.rounded()))
            return plainTile("Speed", text, "/ s", "\(report.itemNoun)s a second, end to end")
        }
        let both = [latency, rate].compactMap { $0 }
        return both.count == 2 && !(count + 2).isMultiple(of: 4) ? Array(both.prefix(1)) : both
    }

    private static func milliseconds(_ value: Double) -> String { DecimalText.fixed(value, digits: value < 10 ? 2 : 1) }

    /// A share with its interval drawn on a track from 0 to 1.
    func tile(_ label: String, _ metric: MetricValue) -> HTML {
        let note: HTML =
            Self.interval(metric).map { "<span>95 % interval</span> <span>\($0)</span>" }
            ?? "too few \(report.groupNoun)s for an interval"
        return """
            <div class="tile"><div class="label">\(label)</div><div class="value">\(DecimalText.fixed(100 * metric.value, digits: 1))<small> %</small></div>\(Self.track(metric))<div class="note">\(note)</div></div>

            """
    }

    /// An area under a curve, in thousandths as the field writes it.
    func areaTile(_ label: String, _ metric: MetricValue) -> HTML {
        func number(_ value: Double) -> String { DecimalText.fixed(value, digits: 3) }
        let interval = metric.low.flatMap { low in metric.high.map { "\(number(low))–\(number($0))" } }
        let note: HTML =
            interval.map { "<span>95 % interval</span> <span>\($0)</span>" }
            ?? "too few \(report.groupNoun)s for an interval"
        return """
            <div class="tile"><div class="label">\(label)</div><div class="value">\(number(metric.value))</div>\(Self.track(metric))<div class="note">\(note)</div></div>

            """
    }

    func countTile(
        _ label: String, _ count: Int, of total: Int, _ rate: MetricValue, isBad: Bool = false, more: String? = nil
    )
        -> HTML
    {
        """
        <div class="tile \(isBad ? "bad" : "")"><div class="label">\(label)</div><div class="value">\(DecimalText.grouped(count))<small> of \(DecimalText.grouped(total))</small></div>\(Self.track(rate))<div class="note">\(DecimalText.percent(rate.value)), <span>95 % interval</span> <span>\(Self.interval(rate) ?? "–")</span>\(more.map { "<br>\($0)" as HTML })</div></div>

        """
    }

    private func plainTile(_ label: String, _ value: String, _ unit: String, _ note: String) -> HTML {
        """
        <div class="tile"><div class="label">\(label)</div><div class="value">\(value)<small> \(unit)</small></div><div class="note">\(note)</div></div>

        """
    }

    private static func track(_ metric: MetricValue) -> HTML {
        func place(_ value: Double) -> String {
            DecimalText.fixed(100 * min(max(value.isFinite ? value : 0, 0), 1), digits: 2)
        }
        let low = metric.low ?? metric.value
        let width = max((metric.high ?? metric.value) - low, 0)
        let span: HTML = metric.low == nil ? "" : "<i style=\"left:\(place(low))%;width:\(place(width))%\"></i>"
        return
            "<div class=\"track\" aria-hidden=\"true\"><u style=\"width:\(place(metric.value))%\"></u>\(span)<b style=\"left:\(place(metric.value))%\"></b></div>"
    }

    /// `96.0–98.9`, in hundredths.
    static func interval(_ metric: MetricValue) -> String? {
        guard let low = metric.low, let high = metric.high else { return nil }
        return "\(DecimalText.fixed(100 * low, digits: 1))–\(DecimalText.fixed(100 * high, digits: 1))"
    }
}
