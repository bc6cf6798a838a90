"""Reads what a model file says of itself."""
import json
import re

CARD_KEY = "wheeltapper.card"


def snake_case(value):
    """JSON with all keys in snake case, whichever way the writer had them."""
    if isinstance(value, dict):
        return {re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m.group(1).lower(), k): snake_case(v) for k, v in value.items()}
    return [snake_case(v) for v in value] if isinstance(value, list) else value


def read_card(metadata, medium="sound"):
    """The card out of an ONNX file's metadata (a dictionary of strings); `medium` is what the benchmark gives to the model."""
    if CARD_KEY not in metadata:
        raise SystemExit(f"error: the model has no '{CARD_KEY}' in its metadata: is it one of Wheeltapper's?")
    card = snake_case(json.loads(metadata[CARD_KEY]))
    if not card.get(f"{medium}_front_end"):
        raise SystemExit(f"error: the model's card has no front end for a {medium}: this benchmark is for models of {medium}s.")
    return card
