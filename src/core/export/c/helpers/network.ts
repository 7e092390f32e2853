import type { Helper } from '../../program/sourceWriter.ts'

/** Of the network: rows of values [members][width]. Curves of one number are called as the activations are. */
export function networkHelpers(p: string) {
  const curve = (name: string, formula: string, calls: readonly string[] = []): Helper => ({
    source: `static inline double ${p}_${name}(double x) { return ${formula}; }`,
    calls,
  })
  const softplus = '(x > 0.0 ? x : 0.0) + log1p(exp(-fabs(x)))'
  const hardSigmoid = '(x <= -3.0 ? 0.0 : x >= 3.0 ? 1.0 : x / 6.0 + 0.5)'
  return {
    relu: curve('relu', 'x < 0.0 ? 0.0 : x'),
    leakyRelu: curve('leakyRelu', 'x < 0.0 ? 0.01 * x : x'),
    elu: curve('elu', 'x < 0.0 ? expm1(x) : x'),
    selu: curve('selu', '1.0507009873554805 * (x < 0.0 ? 1.6732632423543772 * expm1(x) : x)'),
    gelu: curve('gelu', '0.5 * x * (1.0 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))'),
    silu: curve('silu', 'x / (1.0 + exp(-x))'),
    mish: curve('mish', `x * tanh(${softplus})`),
    sigmoid: curve('sigmoid', '1.0 / (1.0 + exp(-x))'),
    softplus: curve('softplus', softplus),
    hardSigmoid: curve('hardSigmoid', hardSigmoid),
    hardTanh: curve('hardTanh', 'x < -1.0 ? -1.0 : x > 1.0 ? 1.0 : x'),
    hardSwish: curve('hardSwish', `x * ${hardSigmoid}`),
    one_hot: {
      source: `static inline void ${p}_one_hot(double index, int levels, double *out) {
  for (int k = 0; k < levels; k++) out[k] = index == k;
}`,
    },
    embedding: {
      source: `static inline void ${p}_embedding(double index, const float *table, int dimension, double *out) {
  for (int k = 0; k < dimension; k++) out[k] = index < 0.0 ? 0.0 : table[(int)index * dimension + k];
}`,
    },
    waves: {
      source: `/* x as sin(ax) and cos(ax) of its frequencies a, and then a dense layer's sums. */
static inline void ${p}_waves(double x, const float *angles, int frequencies, const float *kernel, const float *bias,
    int dimension, double *out) {
  for (int k = 0; k < dimension; k++) out[k] = bias[k];
  for (int i = 0; i < frequencies; i++) {
    const double sine = sin(angles[i] * x), cosine = cos(angles[i] * x);
    for (int k = 0; k < dimension; k++) {
      out[k] += sine * kernel[i * dimension + k] + cosine * kernel[(frequencies + i) * dimension + k];
    }
  }
}`,
    },
    bin: {
      source: `/* How much of a bin lies below x; the first and the last go on beyond their outer ends. */
static inline double ${p}_bin(double x, const double *edges, int bins, int k) {
  const double part = (x - edges[k]) / (edges[k + 1] - edges[k]);
  const double at_least = k > 0 && part < 0.0 ? 0.0 : part;
  return k < bins - 1 && at_least > 1.0 ? 1.0 : at_least;
}`,
    },
    bins: {
      source: `static inline void ${p}_bins(double x, const double *edges, int bins, double *out) {
  for (int k = 0; k < bins; k++) out[k] = ${p}_bin(x, edges, bins, k);
}`,
      calls: ['bin'],
    },
    weighted_bins: {
      source: `static inline void ${p}_weighted_bins(double x, const double *edges, int bins, const float *kernel,
    const float *bias, int dimension, double *out) {
  for (int k = 0; k < dimension; k++) out[k] = bias[k];
  for (int i = 0; i < bins; i++) {
    const double part = ${p}_bin(x, edges, bins, i);
    for (int k = 0; k < dimension; k++) out[k] += part * kernel[i * dimension + k];
  }
}`,
      calls: ['bin'],
    },
    dense: {
      source: `/* (x . input factors) W . output factors + bias, for each member's row of values; NULL where there are none. */
static inline void ${p}_dense(const double *values, int rows, double *out, int members, int inputs, int units,
    const float *kernel, int kernels, const float *input_factors, const float *output_factors, const float *bias,
    int biases) {
  for (int m = 0; m < members; m++) {
    const double *x = values + (rows == 1 ? 0 : m * inputs);
    const float *weights = kernel + (kernels == 1 ? 0 : (size_t)m * (size_t)inputs * (size_t)units);
    double *sums = out + m * units;
    for (int u = 0; u < units; u++) sums[u] = 0.0;
    for (int i = 0; i < inputs; i++) {
      const double value = input_factors == NULL ? x[i] : x[i] * input_factors[m * inputs + i];
      const float *row = weights + (size_t)i * (size_t)units;
      if (value == 0.0) continue;
      for (int u = 0; u < units; u++) sums[u] += value * row[u];
    }
    for (int u = 0; u < units; u++) {
      if (output_factors != NULL) sums[u] *= output_factors[m * units + u];
      if (bias != NULL) sums[u] += bias[biases == 1 ? u : m * units + u];
    }
  }
}`,
    },
    spread: {
      source: `/* The row of one network is every member's. */
static inline void ${p}_spread(double *values, int width, int members) {
  for (int m = 1; m < members; m++) memcpy(values + m * width, values, sizeof(double) * (size_t)width);
}`,
    },
    normalize: {
      source: `/* (x - m) / sqrt(mean of (x - m)^2 + epsilon) over each row, m its mean or 0. */
static inline void ${p}_normalize(double *values, int rows, int width, int is_centred, double epsilon) {
  for (int m = 0; m < rows; m++) {
    double *x = values + m * width;
    double sum = 0.0, squares = 0.0, mean, root;
    for (int k = 0; k < width; k++) sum += x[k];
    mean = is_centred ? sum / width : 0.0;
    for (int k = 0; k < width; k++) squares += (x[k] - mean) * (x[k] - mean);
    root = sqrt(squares / width + epsilon);
    for (int k = 0; k < width; k++) x[k] = (x[k] - mean) / root;
  }
}`,
    },
    softmax: {
      source: `static inline void ${p}_softmax(double *values, int rows, int width) {
  for (int m = 0; m < rows; m++) {
    double *x = values + m * width;
    double most = x[0], all = 0.0;
    for (int k = 1; k < width; k++) most = x[k] > most ? x[k] : most;
    for (int k = 0; k < width; k++) all += x[k] = exp(x[k] - most);
    for (int k = 0; k < width; k++) x[k] /= all;
  }
}`,
    },
  } satisfies Record<string, Helper>
}
