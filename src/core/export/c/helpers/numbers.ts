import type { Helper } from '../../program/sourceWriter.ts'

/** Of numbers; NAN is missing. */
export function numberHelpers(p: string) {
  return {
    finite: {
      source: `/* NAN for what is not finite; a column has no zero of its own sign. */
static inline double ${p}_finite(double x) { return x + (x - x); }`,
    },
    sign: {
      source: `static inline double ${p}_sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x; }`,
    },
    power: {
      source: `static inline double ${p}_power(double x, double y) {
  return isnan(x) || !isfinite(y) ? NAN : pow(x, y);
}`,
    },
    modulo: {
      source: `/* The rest with the sign of the divisor. */
static inline double ${p}_modulo(double x, double y) {
  const double rest = fmod(x, y);
  return rest != 0.0 && (rest < 0.0) != (y < 0.0) ? rest + y : rest;
}`,
    },
    minimum: {
      source: `static inline double ${p}_minimum(double x, double y) {
  return isnan(x) || isnan(y) ? NAN : x < y ? x : y;
}`,
    },
    maximum: {
      source: `static inline double ${p}_maximum(double x, double y) {
  return isnan(x) || isnan(y) ? NAN : x > y ? x : y;
}`,
    },
    count_up_to: {
      source: `/* How many of the ascending numbers are at most x; NAN where x is missing. */
static inline double ${p}_count_up_to(const double *ascending, int count, double x) {
  int low = 0, high = count;
  if (isnan(x)) return NAN;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (ascending[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}`,
    },
    interpolate: {
      source: `/* Linear between the points, constant beyond them. */
static inline double ${p}_interpolate(const double *xs, const double *ys, int count, double x) {
  const double place = ${p}_count_up_to(xs, count, x);
  int at;
  if (isnan(place)) return NAN;
  at = (int)place - 1;
  if (at < 0) return ys[0];
  if (at >= count - 1) return ys[count - 1];
  return ys[at] + (ys[at + 1] - ys[at]) * ((x - xs[at]) / (xs[at + 1] - xs[at]));
}`,
      calls: ['count_up_to'],
    },
    fill_by_regressions: {
      source: `/* Gaps begin as 0, and each regression in turn gives that of its own target. */
static inline void ${p}_fill_by_regressions(const double *given, double *filled, int width, const int *targets,
    const double *offsets, const double *weights, int steps) {
  for (int k = 0; k < width; k++) filled[k] = isnan(given[k]) ? 0.0 : given[k];
  for (int step = 0; step < steps; step++) {
    double sum = offsets[step];
    if (!isnan(given[targets[step]])) continue;
    for (int k = 0; k < width; k++) sum += weights[step * width + k] * filled[k];
    filled[targets[step]] = sum;
  }
}`,
    },
    fill_by_neighbours: {
      source: `/* Gaps become the mean over the nearest reference rows that have a value, distances over the columns both have.
   "nearest" has room for the distances and values of the neighbours. */
static inline void ${p}_fill_by_neighbours(const double *given, double *filled, int width, const double *reference,
    int rows, int neighbours, int by_distance, double otherwise, double *nearest) {
  double *values = nearest + neighbours;
  for (int target = 0; target < width; target++) {
    int count = 0;
    double sum = 0.0, weights = 0.0;
    filled[target] = given[target];
    if (!isnan(given[target])) continue;
    for (int row = 0; row < rows; row++) {
      const double *other = reference + (size_t)row * (size_t)width;
      double distance = 0.0;
      int common = 0, place;
      if (isnan(other[target])) continue;
      for (int k = 0; k < width; k++) {
        const double difference = given[k] - other[k];
        if (isnan(difference)) continue;
        distance += difference * difference;
        common++;
      }
      if (common == 0) continue;
      distance = distance * width / common;
      if (count == neighbours && !(distance < nearest[count - 1])) continue;
      place = count < neighbours ? count++ : neighbours - 1;
      for (; place > 0 && nearest[place - 1] > distance; place--) {
        nearest[place] = nearest[place - 1];
        values[place] = values[place - 1];
      }
      nearest[place] = distance;
      values[place] = other[target];
    }
    for (int k = 0; k < count; k++) {
      const double weight = !by_distance ? 1.0 : nearest[0] == 0.0 ? (nearest[k] == 0.0) : 1.0 / sqrt(nearest[k]);
      sum += weight * values[k];
      weights += weight;
    }
    filled[target] = count == 0 ? otherwise : sum / weights;
  }
}`,
    },
  } satisfies Record<string, Helper>
}
