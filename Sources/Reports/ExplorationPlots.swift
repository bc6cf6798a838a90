import Exploration
import InspectionTypes
import Plotting

extension ExplorationReport {
    /// The maps as charts, by the names of their files.
    var plots: [(name: String, chart: ScatterChart)] {
        let components = exploration.components
        var plots: [(String, ScatterChart)] = []
        if let map = exploration.map {
            plots.append(("tsne", chart("Map of neighbourhoods (t-SNE)", map.points.map { ($0.x, $0.y) })))
        }
        if components.axes.count > 1 {
            var chart = chart("Principal components", components.scores.map { ($0[0], $0[1]) })
            (chart.xLabel, chart.yLabel) = (componentName(0), componentName(1))
            plots.append(("pca", chart))
        }
        return plots
    }

    /// `1st component (43.0 % of the variance)`.
    func componentName(_ place: Int) -> String {
        "\(place == 0 ? "1st" : "2nd") component (\(DecimalText.percent(exploration.components.ratios[place])) of the variance)"
    }

    private func chart(_ title: String, _ points: [(x: Double, y: Double)]) -> ScatterChart {
        let classes = exploration.classes
        let suspects = Set(exploration.suspicions.map(\.index))
        return ScatterChart(
            title: title,
            series: classes.enumerated().map { .init(name: $1, style: .of($0, among: classes.count)) },
            points: points.enumerated().map { index, point in
                .init(
                    x: point.x, y: point.y, series: exploration.labels[index], isMarked: suspects.contains(index))
            }, markedName: "looks mislabelled")
    }
}
