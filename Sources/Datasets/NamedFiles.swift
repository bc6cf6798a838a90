/// A few paths for a message, and how many more there are.
enum NamedFiles {
    static func list(_ paths: [String], atMost count: Int = 5) -> String {
        let named = paths.prefix(count).joined(separator: ", ")
        return paths.count > count ? "\(named) and \(paths.count - count) more" : named
    }
}
