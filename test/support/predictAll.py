"""Predicts, with each model MODEL.py of a folder, the rows of MODEL.rows.json into MODEL.found.json."""

import glob
import importlib.util
import json
import os
import sys


def plain(value):
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else float(value)


for path in glob.glob(os.path.join(sys.argv[1], "*.py")):
    spec = importlib.util.spec_from_file_location("model", path)
    model = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(model)
    with open(path[:-3] + ".rows.json", encoding="utf-8") as file:
        rows = json.load(file)
    predictions, details = model.predict({key: [row[key] for row in rows] for key in model.INPUTS})
    found = [{"prediction": plain(p), "details": [plain(v) for v in d]} for p, d in zip(predictions, details)]
    with open(path[:-3] + ".found.json", "w", encoding="utf-8") as file:
        json.dump(found, file)
