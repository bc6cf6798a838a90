#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How this machine stands with `/dev/snd`, where the kernel's sound devices are.
enum SoundFolder {
    case absent
    /// There are capture devices that this user may not open.
    case forbidden
    case present

    static var current: SoundFolder {
        guard access("/dev/snd", F_OK) == 0 else { return .absent }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("/dev/snd/pcm*c", 0, nil, &found) == 0, let paths = found.gl_pathv else { return .present }
        for index in 0..<Int(found.gl_pathc) {
            if let path = paths[index], access(path, R_OK | W_OK) == 0 { return .present }
        }
        return .forbidden
    }

    /// What to do where no microphone is found.
    var mend: String {
        switch self {
        case .absent:
            "this machine has no sound devices (/dev/snd): plug a microphone in; in a container, hand the devices in, "
                + "as in docker run --device /dev/snd"
        case .forbidden:
            "this user may not open the sound devices: add the user to the group audio (usermod -aG audio NAME) and log in "
                + "again; in a container, docker run --group-add audio"
        case .present: "plug one in"
        }
    }
}
