import type { Helper } from '../program/sourceWriter.ts'

export type HelperName = keyof typeof helpers

/** Functions that a written module may call. Columns are arrays of N numbers, or of N texts with None for a missing one. */
export const helpers = {
  _numbers: {
    source: `def _numbers(rows, column, count):
    """Raw numbers as float64; NaN where missing."""
    if column not in rows:
        return np.full(count, np.nan)
    values = [np.nan if _is_missing(value) else float(value) for value in rows[column]]
    return _finite(np.array(values, dtype=np.float64))`,
    calls: ['_is_missing', '_finite'],
  },
  _days: {
    source: `def _days(rows, column, count):
    """Raw dates as days since 1970-01-01 UTC: numbers, dates, or texts in ISO order; NaN where missing."""
    if column not in rows:
        return np.full(count, np.nan)

    def day(value):
        if _is_missing(value):
            return np.nan
        if isinstance(value, (int, float, np.integer, np.floating)):
            return float(value)
        if isinstance(value, str):
            value = datetime.datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
        elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = datetime.datetime(value.year, value.month, value.day)
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.timezone.utc)
        return (value - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(days=1)

    return np.array([day(value) for value in rows[column]], dtype=np.float64)`,
    calls: ['_is_missing'],
  },
  _is_missing: {
    source: `def _is_missing(value):
    return value is None or value == "" or value != value`,
  },
  _texts: {
    source: `def _texts(rows, column, count, missing, spellings=None):
    """Raw texts as they are spelled in training; None where missing."""
    if column not in rows:
        return [None] * count

    def text(value):
        if _is_missing(value):
            return None
        value = str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value)
        if value in missing:
            return None
        return value if spellings is None else spellings.get(value, value)

    return [text(value) for value in rows[column]]`,
    calls: ['_is_missing'],
  },
  _finite: {
    source: `def _finite(x):
    return np.where(np.isfinite(x), x, np.nan)`,
  },
  _float32: {
    source: `def _float32(x):
    return _finite(x.astype(np.float32).astype(np.float64))`,
    calls: ['_finite'],
  },
  _power: {
    source: `def _power(x, y):
    return np.where(np.isnan(x) | ~np.isfinite(y), np.nan, np.power(x, np.asarray(y, dtype=np.float64)))`,
  },
  _count_up_to: {
    source: `def _count_up_to(ascending, x):
    """How many of the ascending numbers are at most x; NaN where x is missing."""
    return np.where(np.isnan(x), np.nan, np.searchsorted(ascending, x, side="right"))`,
  },
  _interpolate: {
    source: `def _interpolate(xs, ys, x):
    """Linear between the points, constant beyond them."""
    xs, ys = np.array(xs), np.array(ys)
    if len(xs) == 1:
        return np.where(np.isnan(x), np.nan, ys[0])
    at = np.clip(np.searchsorted(xs, x, side="right") - 1, 0, len(xs) - 2)
    between = ys[at] + (ys[at + 1] - ys[at]) * ((x - xs[at]) / (xs[at + 1] - xs[at]))
    return np.where(np.isnan(x), np.nan, np.where(x < xs[0], ys[0], np.where(x >= xs[-1], ys[-1], between)))`,
  },
  _lookup: {
    source: `def _lookup(table, texts, other, missing):
    return np.array([missing if text is None else table.get(text, other) for text in texts], dtype=np.float64)`,
  },
  _map: {
    source: `def _map(texts, change, missing=None):
    return [missing if text is None else change(text) for text in texts]`,
  },
  _each: {
    source: `def _each(texts, number):
    return np.array([np.nan if text is None else number(text) for text in texts], dtype=np.float64)`,
  },
  _where_text: {
    source: `def _where_text(test, yes, no):
    return [a if t else b for t, a, b in zip(test, yes, no)]`,
  },
  _text_of_number: {
    source: `def _text_of_number(x):
    """The shortest digits that read as the number again, written as JavaScript writes them."""
    if np.isnan(x):
        return None
    if x == 0:
        return "0"
    if np.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    sign = "-" if x < 0 else ""
    mantissa, exponent = np.format_float_scientific(abs(x), unique=True, trim="-").split("e")
    digits = mantissa.replace(".", "")
    point = int(exponent) + 1
    if 0 < point <= 21:
        whole = digits.ljust(point, "0")
        return sign + whole[:point] + ("." + whole[point:] if len(whole) > point else "")
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    rest = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"`,
  },
  _fill_by_regressions: {
    source: `def _fill_by_regressions(columns, chain):
    """Gaps begin as 0, and each regression in turn gives that of its own target."""
    rows = np.stack(columns)
    gaps = np.isnan(rows)
    rows = np.where(gaps, 0.0, rows)
    for target, offset, weights in chain:
        rows[target] = np.where(gaps[target], offset + np.array(weights) @ rows, rows[target])
    return rows`,
  },
  _fill_by_neighbours: {
    source: `def _fill_by_neighbours(columns, reference, neighbours, weighting, otherwise):
    """Gaps become the mean over the nearest reference rows that have a value, distances over the columns both have."""
    rows = np.stack(columns, axis=1)
    reference = np.array(reference, dtype=np.float64).reshape(-1, rows.shape[1])
    filled = rows.copy()
    for i in np.flatnonzero(np.isnan(rows).any(axis=1)):
        squares = (rows[i] - reference) ** 2
        common = (~np.isnan(squares)).sum(axis=1)
        distances = np.where(common == 0, np.nan, np.nansum(squares, axis=1) * rows.shape[1] / np.maximum(common, 1))
        for target in np.flatnonzero(np.isnan(rows[i])):
            usable = np.flatnonzero(~np.isnan(distances) & ~np.isnan(reference[:, target]))
            near = usable[np.argsort(distances[usable], kind="stable")[:neighbours]]
            if len(near) == 0:
                filled[i, target] = otherwise
                continue
            d = distances[near]
            if weighting == "uniform":
                weights = np.ones(len(near))
            else:
                weights = (d == 0).astype(float) if d[0] == 0 else 1 / np.sqrt(d)
            filled[i, target] = (weights * reference[near, target]).sum() / weights.sum()
    return filled.T`,
  },
  _hash: {
    source: `def _hash(text):
    """FNV-1a of the text's UTF-8 bytes, 32 bits, mixed by the finalizer of MurmurHash3."""
    value = 0x811C9DC5
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    value = ((value ^ (value >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return value ^ (value >> 16)`,
  },
  _words: {
    source: `def _words(text):
    """Runs of letters and digits, in lower case."""
    kept = (c if unicodedata.category(c)[0] in "LN" else " " for c in text.lower())
    return "".join(kept).split(" ")`,
  },
  _count_words: {
    source: `def _count_words(words, counts):
    return np.array(
        [np.nan if each is None else sum(1 for word in each if word != "" and counts(word)) for each in words],
        dtype=np.float64,
    )`,
  },
  _floats: {
    source: `def _floats(text, *shape):
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float64).reshape(shape)`,
  },
  _softplus: {
    source: `def _softplus(x):
    return np.maximum(0, x) + np.log1p(np.exp(-np.abs(x)))`,
  },
  _sigmoid: {
    source: `def _sigmoid(x):
    return 1 / (1 + np.exp(-x))`,
  },
  _softmax: {
    source: `def _softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)`,
  },
  _normalized: {
    source: `def _normalized(x, is_centred, epsilon):
    centred = x - x.mean(axis=-1, keepdims=True) if is_centred else x
    return centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + epsilon)`,
  },
  _one_hot: {
    source: `def _one_hot(index, levels):
    return (index[:, None] == np.arange(levels)).astype(np.float64)`,
  },
  _embedding: {
    source: `def _embedding(index, table):
    rows = table[np.maximum(index, 0).astype(int)]
    return np.where(index[:, None] < 0, 0.0, rows)`,
  },
  _waves: {
    source: `def _waves(x, angles, kernel, bias):
    """x as sin(ax) and cos(ax) of its frequencies a, and then a dense layer's sums."""
    angle = x[:, None] * angles
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1) @ kernel + bias`,
  },
  _bins: {
    source: `def _bins(x, edges):
    """Of each bin how much of it lies below x; the first and the last go on beyond their outer ends."""
    edges = np.array(edges)
    part = (x[:, None] - edges[:-1]) / np.diff(edges)
    low, high = np.zeros(len(edges) - 1), np.ones(len(edges) - 1)
    low[0], high[-1] = -np.inf, np.inf
    return np.clip(part, low, high)`,
  },
} satisfies Record<string, Helper>
