/// A regular expression that names the group of each file.
struct GroupPattern {
    let text: String
    private let regex: Regex<AnyRegexOutput>

    init(_ text: String) throws {
        do {
            regex = try Regex(text)
        } catch {
            throw DatasetError(
                .pattern,
                "The pattern '\(text)' for groups is no regular expression. An example that takes the digits before the first dash: ^(\\d+)-"
            )
        }
        self.text = text
    }

    /// What the pattern takes from the file's name, or where the name does not fit from its path.
    func group(of item: DataItem) -> String? {
        capture(in: item.name) ?? capture(in: item.path)
    }

    private func capture(in text: String) -> String? {
        guard let match = try? regex.firstMatch(in: text) else { return nil }
        // A capture group that took no part in the match (one side of an alternative) is passed over.
        let captured = match.output.dropFirst().first { $0.substring != nil }?.substring
        return String(captured ?? text[match.range])
    }

    /// The data set with the pattern's groups; a file that it does not fit keeps its own group.
    func applied(to dataset: Dataset) throws -> Dataset {
        var dataset = dataset
        var misfits: [String] = []
        for index in dataset.items.indices {
            if let group = group(of: dataset.items[index]) {
                dataset.items[index].group = group
            } else {
                misfits.append(dataset.items[index].path)
            }
        }
        guard misfits.count < dataset.items.count else {
            throw DatasetError(
                .pattern,
                "The pattern '\(text)' for groups fits none of the \(misfits.count) files (the first: \(misfits.first ?? "none")). "
                    + "It is tried on the file's name, then on its path from the data's folder."
            )
        }
        if let first = misfits.first {
            dataset.warnings.append(
                "\(misfits.count) files do not fit the pattern '\(text)' for groups, each is a group of its own: \(first)"
                    + (misfits.count > 1 ? " and others" : "")
            )
        }
        return dataset
    }
}
