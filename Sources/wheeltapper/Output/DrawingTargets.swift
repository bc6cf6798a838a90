import ArgumentParser
import Synchronization

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Where `predict` writes what it draws: `STEM.overlay.png` (`.svg` where nothing makes pixels of it) and `STEM.mask.png`, and never over a file that it was given to judge.
///
/// Stems are given in the order of the files, so that a second run gives the same; a stem that was given before gets a number.
final class DrawingTargets: Sendable {
    enum Kind: String {
        case overlay
        case mask
    }

    /// A target that is among the files to judge.
    struct Overwriting: Error, CustomStringConvertible {
        var option: String
        var target: String
        var input: String

        var description: String {
            "\(option): \(target) would be written over \(input), which is among the files to judge: name another place"
        }
    }

    /// A place that nothing can be written to.
    struct Unwritable: Error, CustomStringConvertible {
        var description: String
        init(_ description: String) { self.description = description }
    }

    private struct State {
        var stems = StemNames()
        /// By the orders' places.
        var given: [String] = []
        /// Files to judge, as they were named.
        var inputs: [FileIdentity: String] = [:]
    }

    private let folders: (overlay: String?, masks: String?)
    private let coco: String?
    private let state = Mutex(State())

    /// - Parameter files: as on the command line; names that come from standard input are announced one by one.
    /// - Throws: ``Unwritable``, and a usage error for a place that holds a file to judge under a target's name.
    init(overlay: String?, masks: String?, coco: String?, files: [String]) throws {
        folders = (overlay, masks)
        self.coco = coco
        guard overlay != nil || masks != nil || coco != nil else { return }
        if let coco { try Self.checkFile(coco) }
        for (option, folder) in [("--overlay", overlay), ("--masks", masks)] {
            if let folder, let reason = Self.refusal(ofFolder: folder) {
                throw Unwritable("\(option): the folder \(folder) cannot be written to: \(reason)")
            }
        }
        state.withLock { state in
            for file in files where file != "-" { Self.register(file, in: &state) }
        }
        do {
            var stems = StemNames()
            // What follows standard input has stems that are not known yet: it is looked at when it is drawn.
            for stem in files.prefix(while: { $0 != "-" }).map({ stems.next($0) }) {
                for kind in [Kind.overlay, .mask] { try target(kind, stem) }
            }
            _ = try cocoTarget()
        } catch let error as Overwriting {
            throw ValidationError(error.description)
        }
    }

    /// Gives the next file its stem.
    func announce(_ path: String) {
        state.withLock { state in
            state.given.append(state.stems.next(path))
            if folders.overlay != nil || folders.masks != nil || coco != nil { Self.register(path, in: &state) }
        }
    }

    /// Where a file's drawing goes; `nil` where it is not wanted.
    ///
    /// - Parameters:
    ///   - index: the file's place.
    ///   - part: of several drawings of one file, such as `#1` for a channel.
    ///   - ending: of the drawing's name.
    /// - Throws: ``Overwriting``.
    func target(_ kind: Kind, ofFile index: Int, part: String = "", ending: String = "png") throws -> String? {
        try target(kind, state.withLock { $0.given[index] } + part, ending)
    }

    /// - Throws: ``Overwriting``.
    func cocoTarget() throws -> String? {
        guard let coco else { return nil }
        return try checked(coco, "--coco")
    }

    @discardableResult
    private func target(_ kind: Kind, _ stem: String, _ ending: String = "png") throws -> String? {
        let (folder, option) = kind == .overlay ? (folders.overlay, "--overlay") : (folders.masks, "--masks")
        guard let folder else { return nil }
        return try checked("\(folder)/\(stem).\(kind.rawValue).\(ending)", option)
    }

    private func checked(_ target: String, _ option: String) throws -> String {
        if let identity = FileIdentity(of: target), let input = state.withLock({ $0.inputs[identity] }) {
            throw Overwriting(option: option, target: target, input: input)
        }
        return target
    }

    private static func register(_ path: String, in state: inout State) {
        if let identity = FileIdentity(of: path), state.inputs[identity] == nil { state.inputs[identity] = path }
    }

    private static func checkFile(_ path: String) throws {
        if isFolder(path) { throw ValidationError("--coco: \(path) is a folder: name a file") }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if let reason = refusal(ofFolder: folder) {
            throw Unwritable("--coco: \(path) cannot be written: the folder \(folder): \(reason)")
        }
    }

    /// Why a folder cannot be written to.
    private static func refusal(ofFolder folder: String) -> String? {
        if access(folder, F_OK) == 0, !isFolder(folder) { return "it is no folder" }
        return access(folder, W_OK | X_OK) == 0 ? nil : String(cString: strerror(errno))
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// A name for what is made of each file: its own without folder and ending, with a number where it was given before.
struct StemNames {
    private var used: Set<String> = []

    mutating func next(_ path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? "picture"
        let stem = last.lastIndex(of: ".").flatMap { $0 == last.startIndex ? nil : String(last[..<$0]) } ?? last
        var name = stem
        var number = 2
        while !used.insert(name).inserted {
            name = "\(stem)-\(number)"
            number += 1
        }
        return name
    }
}
