import FoundationEssentials

/// The JSON files of a data set, by what they hold.
struct AnnotationFiles {
    /// From the data set's root, sorted.
    private(set) var coco: [(path: String, document: COCOAnnotations)] = []
    private(set) var labelMe: [(path: String, document: LabelMeAnnotation)] = []
    /// Those of neither kind.
    private(set) var unread: [String] = []

    /// Deeper than this, a link that leads back is more likely than a real folder.
    private static let deepest = 8

    init(of root: String) throws {
        try list(root, prefix: "", depth: 0)
    }

    private mutating func list(_ folder: String, prefix: String, depth: Int) throws {
        let (folders, files) = try FolderListing.entries(of: folder)
        for name in files where name.lowercased().hasSuffix(".json") { try take(folder + "/" + name, prefix + name) }
        guard depth < Self.deepest else { return }
        for name in folders { try list(folder + "/" + name, prefix: prefix + name + "/", depth: depth + 1) }
    }

    private mutating func take(_ file: String, _ path: String) throws {
        guard FileStamp.isRegular(file), let data = FileManager.default.contents(atPath: file) else {
            throw DatasetError(.file, "The annotations \(file) cannot be read. Check their permissions.")
        }
        let keys: AnnotationKeys
        do {
            keys = try JSONDecoder().decode(AnnotationKeys.self, from: data)
        } catch {
            throw DatasetError(
                .file, "\(file) is no JSON object: \(AnnotationKeys.reason(error)). Mend it, or move it elsewhere.")
        }
        do {
            if keys.images, keys.annotations {
                coco.append((path, try JSONDecoder().decode(COCOAnnotations.self, from: data)))
            } else if keys.shapes {
                labelMe.append((path, try JSONDecoder().decode(LabelMeAnnotation.self, from: data)))
            } else {
                unread.append(path)
            }
        } catch let error as DatasetError {
            throw DatasetError(error.code, "\(file): \(error.message)")
        } catch {
            throw DatasetError(
                .file,
                "\(file) looks like \(keys.shapes ? "LabelMe" : "COCO")'s annotations but is damaged: \(AnnotationKeys.reason(error)). "
                    + "Export the annotations again, or move the file elsewhere."
            )
        }
    }
}

/// Which of the telling keys a JSON object has.
private struct AnnotationKeys: Decodable {
    var images: Bool
    var annotations: Bool
    var shapes: Bool

    private enum CodingKeys: String, CodingKey { case images, annotations, shapes }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        images = container.contains(.images)
        annotations = container.contains(.annotations)
        shapes = container.contains(.shapes)
    }

    /// What is wrong with a JSON file, in words.
    static func reason(_ error: any Error) -> String {
        func place(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context): return "\(place(context)) lacks '\(key.stringValue)'"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return "'\(place(context))' is not what it should be"
        case DecodingError.dataCorrupted(let context): return context.debugDescription
        default: return "\(error)"
        }
    }
}
