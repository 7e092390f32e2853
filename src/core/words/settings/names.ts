import type {
  Activation,
  Averaging,
  Categories,
  CurveMetric,
  Ensemble,
  Initialization,
  LayerKind,
  LossKind,
  Numbers,
  OptimizerKind,
  Preset,
  ScheduleKind,
  Sharing,
} from '../../../shared/training.ts'

export const activationNames: Record<Activation, string> = {
  linear: 'Linear',
  relu: 'ReLU',
  leakyRelu: 'Leaky ReLU',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  gelu: 'GELU',
  elu: 'ELU',
  selu: 'SELU',
  silu: 'SiLU (swish)',
  mish: 'Mish',
  softplus: 'Softplus',
  hardSigmoid: 'Hard sigmoid',
  hardTanh: 'Hard tanh',
  hardSwish: 'Hard swish',
}

export const sharingNames: Record<Sharing | 'ensemble', string> = {
  ensemble: 'As the ensemble',
  all: 'Shared',
  adapters: 'Shared, with scales',
  own: 'Of its own',
}

export const initializationNames: Record<Initialization, string> = {
  he: 'He',
  glorot: 'Glorot',
  heNormal: 'He, normal',
  glorotNormal: 'Glorot, normal',
  lecun: 'LeCun',
  lecunNormal: 'LeCun, normal',
  orthogonal: 'Orthogonal',
  uniform: 'Uniform',
  normal: 'Normal',
  constant: 'Constant',
  zeros: 'Zeros',
  dataDependent: 'By the data',
}

export const layerNames: Record<LayerKind, string> = {
  dense: 'Dense',
  activation: 'Activation',
  prelu: 'PReLU',
  dropout: 'Dropout',
  batchNormalization: 'Batch normalization',
  layerNormalization: 'Layer normalization',
  rmsNormalization: 'RMS normalization',
  scale: 'Learned scale',
  residual: 'Residual block',
}

export const numbersNames: Record<Numbers['kind'], string> = {
  plain: 'As they are',
  periodic: 'Periodic',
  piecewiseLinear: 'Piecewise linear',
}

export const categoriesNames: Record<Categories['kind'], string> = {
  oneHot: '0/1 columns',
  embedding: 'Embedding',
}

export const ensembleNames: Record<Ensemble['kind'] | 'none', string> = {
  none: 'One network',
  adapters: 'Shared weights',
  independent: 'Independent',
}

export const lossNames: Record<LossKind, string> = {
  auto: 'Automatic',
  meanSquaredError: 'Squared error',
  meanAbsoluteError: 'Absolute error',
  huber: 'Huber',
  logCosh: 'Log-cosh',
  quantile: 'Quantiles',
  gaussian: 'Gaussian',
  poisson: 'Poisson',
  gamma: 'Gamma',
  crossEntropy: 'Cross-entropy',
  focal: 'Focal',
  hinge: 'Hinge',
}

export const optimizerNames: Record<OptimizerKind, string> = {
  gradientDescent: 'Gradient descent',
  momentum: 'Momentum',
  nesterov: 'Nesterov momentum',
  adagrad: 'AdaGrad',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamW: 'AdamW',
  amsgrad: 'AMSGrad',
  nadam: 'NAdam',
  radam: 'RAdam',
  lion: 'Lion',
  muon: 'Muon',
  lbfgs: 'L-BFGS',
}

export const scheduleNames: Record<ScheduleKind, string> = {
  constant: 'Constant',
  step: 'Steps',
  exponential: 'Exponential',
  polynomial: 'Polynomial',
  cosine: 'Cosine',
  oneCycle: 'One cycle',
  plateau: 'On a plateau',
  flatCosine: 'Flat, then cosine',
  cosineLog: 'Cosine-log cycles',
}

export const metricNames: Record<CurveMetric, string> = {
  loss: 'Loss',
  learningRate: 'Learning rate',
  gradientNorm: 'Gradient norm',
  deadUnits: 'Share of dead units',
  secondsPerEpoch: 'Seconds an epoch',
  rmse: 'RMSE',
  mae: 'Mean absolute error',
  mse: 'Mean squared error',
  meanBias: 'Mean bias',
  coverage: 'Coverage',
  maxError: 'Largest error',
  r2: 'R²',
  pinball: 'Pinball loss',
  accuracy: 'Accuracy',
  balancedAccuracy: 'Balanced accuracy',
  macroF1: 'Macro F1',
  mcc: 'Matthews correlation',
  rocAuc: 'ROC AUC',
  logLoss: 'Log loss',
  brier: 'Brier score',
}

export const averagingNames: Record<Averaging['kind'] | 'none', string> = {
  none: 'None',
  exponential: 'Exponential (EMA)',
  stochastic: 'Stochastic (SWA)',
}

export const presetWords: Record<Preset, { name: string; text: string }> = {
  fast: { name: 'Fast', text: 'A small network: a first answer in seconds.' },
  balanced: { name: 'Balanced', text: 'A good score soon. Right for most tables.' },
  thorough: { name: 'Thorough', text: 'A larger network and more patience.' },
  linear: { name: 'Linear baseline', text: 'A straight formula, no hidden layer. The one to beat.' },
}
