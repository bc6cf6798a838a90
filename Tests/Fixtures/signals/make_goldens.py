"""Makes the goldens of the Signals tests: log-mel spectrograms by librosa, resampling by soxr, YAMNet's log-mel patch by LiteRT.

    python make_goldens.py [YAMNET.tflite]

Raw little-endian 32-bit floats; `log_mel.json` lists the cases. Without the TFLite file the patches are left as they are.

The published TFLite file computes its patch with int8 matrices (cosines, sines and the filterbank in 127 steps) and inputs rounded to 8 bits
row by row. So two patches are made: `yamnet_patch.f32`, the file's own graph with those three matrices in full precision, and
`yamnet_patch_int8.f32`, what the file puts out.
"""

import json
import pathlib
import sys

import librosa
import numpy as np
import soxr

HERE = pathlib.Path(__file__).parent


def synthetic(count, rate, seed):
    """A sweep, three tones, a click and a noise floor 45 dB below."""
    t = np.arange(count) / rate
    x = 0.3 * np.sin(2 * np.pi * (100 * t + 0.5 * (0.4 * rate / (count / rate)) * t**2))
    x += 0.1 * np.sin(2 * np.pi * 440 * t) + 0.05 * np.sin(2 * np.pi * 1234.5 * t) + 0.02 * np.sin(2 * np.pi * 5000 * t)
    x[count // 3] += 0.5
    x += 0.003 * np.random.default_rng(seed).standard_normal(count)
    return x.astype(np.float32)


def case(name, fft, hop, bands, window=None, low=0.0, high=8000.0, scale="slaney", norm="slaney", power=2, ln=None, db=None, pad="none"):
    return dict(
        name=name, fftLength=fft, windowLength=window or fft, hopLength=hop, bandCount=bands, lowestFrequency=low, highestFrequency=high,
        scale=scale, normalization=norm, power=power, offset=ln, floor=db, padding=pad,
    )


CASES = [
    case("librosa's defaults at 1024", 1024, 256, 64, db=1e-10, pad="reflect"),
    case("HTK, magnitude, short window", 512, 160, 40, window=400, low=125, high=7500, scale="htk", norm="none", power=1, ln=1e-3),
    case("zero padding, many bands", 1024, 512, 128, db=1e-10, pad="zero"),
    case("radix 2, 4 and 5", 400, 160, 80, ln=1e-6, pad="reflect"),
    case("odd window", 2048, 441, 48, window=1763, low=50, high=7000, scale="htk", db=1e-8, pad="reflect"),
    case("radix 3, 4 and 5", 600, 150, 32, power=1, db=1e-5),
    case("radix 7", 448, 224, 24, norm="none", ln=1e-2),
    case("one long transform", 8192, 1024, 96, db=1e-10, pad="reflect"),
    case("no factor 2 in half the length", 30, 90, 3, norm="none", ln=1e-2, pad="zero"),
]


def golden(x, c):
    center, mode = c["padding"] != "none", {"reflect": "reflect", "zero": "constant", "none": "constant"}[c["padding"]]
    mel = librosa.feature.melspectrogram(
        y=x, sr=16000, n_fft=c["fftLength"], win_length=c["windowLength"], hop_length=c["hopLength"], n_mels=c["bandCount"],
        fmin=c["lowestFrequency"], fmax=c["highestFrequency"], htk=c["scale"] == "htk", center=center, pad_mode=mode,
        norm="slaney" if c["normalization"] == "slaney" else None, power=float(c["power"]),
    )
    if c["offset"] is not None:
        return np.log(mel + c["offset"]).T
    return (20.0 / c["power"] * np.log10(np.maximum(mel, c["floor"]))).T


def write(name, array):
    np.ascontiguousarray(array, dtype="<f4").tofile(HERE / name)


def main():
    x = synthetic(8000, 16000, 1)
    write("signal.f32", x)
    for number, c in enumerate(CASES):
        out = golden(x, c)
        c["frames"] = out.shape[0]
        worst = np.abs(out - golden(x.astype(np.float64), c)).max()
        print(f"{c['name']}: {out.shape}, librosa's own rounding {worst:.1e}")
        write(f"log_mel_{number}.f32", out)
    (HERE / "log_mel.json").write_text(json.dumps(CASES, indent=1) + "\n")
    for source, target in [(44100, 16000), (8000, 16000), (16000, 48000)]:
        write(f"resampled_{source}_{target}.f32", soxr.resample(x[:1500], source, target, quality="HQ"))
    if len(sys.argv) > 1:
        yamnet(sys.argv[1])


def yamnet(path):
    from ai_edge_litert.interpreter import Interpreter

    model = Interpreter(model_path=path)
    model.allocate_tensors()
    y = (0.1 * np.random.default_rng(2).standard_normal(15600)).astype(np.float32)
    model.set_tensor(model.get_input_details()[0]["index"], y.reshape(model.get_input_details()[0]["shape"]))
    model.invoke()
    outputs = [model.get_tensor(d["index"]) for d in model.get_output_details()]
    published = next(o for o in outputs if o.shape[-1] == 64)

    tensors = {t["name"]: t["index"] for t in model.get_tensor_details()}
    get = lambda name: model.get_tensor(tensors["yamnet_frames/tf_op_layer_" + name])  # noqa: E731
    window, offset = get("Mul/Mul/y").ravel().astype(np.float64), get("MatMul_2/MatMul_21").astype(np.float64)
    to_mel = lambda hertz: 1127 * np.log(1 + hertz / 700)  # noqa: E731
    place, edge = to_mel(np.arange(257) * 16000 / 512), np.linspace(to_mel(125), to_mel(7500), 66)
    rise = (place[None] - edge[:-2, None]) / (edge[1:-1, None] - edge[:-2, None])
    fall = (edge[2:, None] - place[None]) / (edge[2:, None] - edge[1:-1, None])
    bank = np.maximum(0, np.minimum(rise, fall))
    n = np.arange(512)
    cosines = np.cos(2 * np.pi * np.outer(np.arange(257), n) / 512)
    for name, matrix in [("MatMul/MatMul", cosines), ("MatMul_2/MatMul_2", bank)]:
        scale = next(t["quantization"][0] for t in model.get_tensor_details() if t["index"] == tensors["yamnet_frames/tf_op_layer_" + name])
        print(f"YAMNet's {name} is ours in steps of {scale:.4f}: off by {np.abs(get(name) * scale - matrix).max():.4f}")
    frames = np.stack([y[160 * t : 160 * t + 400] * window for t in range(96)])
    exact = np.log(np.abs(np.fft.rfft(frames, 512)) @ bank.T + offset)
    off = np.abs(exact - published)
    print(f"the file's 8 bits: median {np.median(off):.4f}, at most {off.max():.4f}")
    write("yamnet_signal.f32", y)
    write("yamnet_patch.f32", exact)
    write("yamnet_patch_int8.f32", published)


main()
