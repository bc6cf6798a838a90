/// What a mark on a chart is, from which its colour follows: the same drawing is light in a light page and dark in a dark one.
public enum ChartInk: String, Sendable, CaseIterable {
    /// Text that is read first.
    case ink
    /// Labels of ticks and axes.
    case muted
    /// Lines that only guide the eye.
    case grid
    case axis
    /// The paper.
    case surface
    /// The chart's own subject.
    case accent
    /// Filled areas that bear text in ``onCell``.
    case cell
    /// Text on ``cell`` and ``errorCell``.
    case onCell = "on-cell"
    /// What went wrong.
    case error
    case errorCell = "error-cell"
    /// Outlines on coloured pictures, and their numbers in ``onCell``.
    case mark
    case series1 = "series-1"
    case series2 = "series-2"
    case series3 = "series-3"
    case series4 = "series-4"
    case series5 = "series-5"
    case series6 = "series-6"
    case series7 = "series-7"
    case series8 = "series-8"

    /// Colours that differ in hue and in lightness, repeated after eight.
    static func series(_ index: Int) -> ChartInk {
        let all: [ChartInk] = [.series1, .series2, .series3, .series4, .series5, .series6, .series7, .series8]
        return all[index % all.count]
    }

    /// On white paper.
    public var light: String {
        switch self {
        case .ink: "#14181f"
        case .muted: "#5d6673"
        case .grid: "#e9ecf0"
        case .axis: "#b6bdc8"
        case .surface: "#ffffff"
        case .accent, .series1: "#0b7285"
        case .cell: "#0b7285"
        case .onCell: "#ffffff"
        case .error: "#c92a2a"
        case .errorCell: "#d6452b"
        case .mark: "#0a7d4b"
        case .series2: "#e8710a"
        case .series3: "#6741d9"
        case .series4: "#c2255c"
        case .series5: "#2b8a3e"
        case .series6: "#1864ab"
        case .series7: "#a07800"
        case .series8: "#6b7480"
        }
    }

    /// On dark paper.
    public var dark: String {
        switch self {
        case .ink: "#eceef2"
        case .muted: "#98a1ae"
        case .grid: "#262b33"
        case .axis: "#4a525e"
        case .surface: "#14171c"
        case .accent, .series1: "#3bc9db"
        case .cell: "#0c7f93"
        case .onCell: "#ffffff"
        case .error: "#ff8787"
        case .errorCell: "#d6452b"
        case .mark: "#0a7d4b"
        case .series2: "#ffa94d"
        case .series3: "#b197fc"
        case .series4: "#f783ac"
        case .series5: "#69db7c"
        case .series6: "#74c0fc"
        case .series7: "#ffd43b"
        case .series8: "#adb5bd"
        }
    }
}

/// Style sheets that give the inks their colours.
public enum ChartStyle {
    /// The operating system's own sans serif.
    public static let fontFamily =
        "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, 'DejaVu Sans', sans-serif"

    /// `--ink: #14181f; …`: to be set on the page, once for light and once for dark.
    public static func variables(dark: Bool) -> String {
        ChartInk.allCases.map { "--\($0.rawValue):\(dark ? $0.dark : $0.light)" }.joined(separator: ";")
    }

    /// Rules for charts written as ``SVGSetting/embedded``; the page sets ``variables(dark:)``.
    public static let pageRules =
        ".chart text{font-family:\(fontFamily);font-variant-numeric:tabular-nums}"
        + ChartInk.allCases.map {
            ".chart .f-\($0.rawValue){fill:var(--\($0.rawValue))}.chart .s-\($0.rawValue){stroke:var(--\($0.rawValue))}"
        }
        .joined()

    /// Rules of a file of its own. No variables: small renderers do not know them.
    static func ownRules(followsScheme: Bool) -> String {
        func rules(_ color: (ChartInk) -> String) -> String {
            ChartInk.allCases.map { ".f-\($0.rawValue){fill:\(color($0))}.s-\($0.rawValue){stroke:\(color($0))}" }
                .joined()
        }
        let light = "text{font-family:\(fontFamily)}" + rules(\.light)
        return followsScheme ? light + "@media (prefers-color-scheme:dark){" + rules(\.dark) + "}" : light
    }
}
