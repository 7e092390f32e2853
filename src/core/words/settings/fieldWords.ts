import type { LayerKind, LossKind, OptimizerKind, ScheduleKind } from '../../../shared/training.ts'

/** A setting's name and what it means, for a person who knows spreadsheets well and neural networks a little. */
export interface FieldWord {
  label: string
  help: string
  /** What an empty field stands for, where it may be empty. */
  empty?: string
}

/** Settings that stand in the form by themselves. */
export const fieldWords = {
  units: {
    label: 'Units',
    help: 'How many numbers this layer computes. More can learn more, take longer and memorise sooner.',
  },
  activation: {
    label: 'Activation',
    help: 'The bend each unit applies to its sum. Without bends the whole network would be one straight formula. ReLU suits most tables.',
  },
  initialization: {
    label: 'Initialization',
    help: 'How the first random weights are scaled. He suits ReLU and its relatives, Glorot suits tanh, sigmoid and linear. “By the data” looks at the first training rows.',
  },
  initializationScale: {
    label: 'Scale',
    help: 'Half width of uniform, deviation of normal, value of constant, gain of orthogonal first weights.',
    empty: 'automatic',
  },
  bias: {
    label: 'Bias',
    help: 'Each unit adds a learned number of its own. Leave it out before a normalization, which has one.',
  },
  sharing: {
    label: 'Weights of members',
    help: 'Whether the members of the ensemble have this layer in common, have it in common but for learned scales, or have one each.',
  },
  numbers: {
    label: 'Numbers enter',
    help: 'As they are, or each spread over several inputs first, so that small layers can learn steps and bumps.',
  },
  categories: {
    label: 'Categories enter',
    help: 'A 0/1 column for each level, or a short learned vector for each level: better with many levels.',
  },
  ensemble: {
    label: 'Ensemble',
    help: 'Several networks trained at once and averaged: steadier predictions. With shared weights they cost little more than one.',
  },
  members: { label: 'Members', help: 'How many networks are trained at once.' },
  loss: {
    label: 'Loss',
    help: 'What training makes small. Automatic is the squared error for numbers, cross-entropy for classes.',
  },
  classWeights: {
    label: 'Class weights',
    help: 'How much a row of each class counts. Balanced: rare classes count more, so that none is overlooked.',
  },
  quantiles: {
    label: 'Quantiles',
    help: 'Between 0 and 1, ascending. 0.05, 0.5, 0.95 gives a middle and a range that holds nine rows in ten.',
  },
  optimizer: {
    label: 'Optimizer',
    help: 'How each step turns the slope of the loss into new weights. Adam adapts its pace to every weight and is a safe choice.',
  },
  learningRate: {
    label: 'Learning rate',
    help: 'How far each step goes. Too large and the loss jumps or becomes infinite; too small and it hardly falls.',
  },
  batchSize: {
    label: 'Batch size',
    help: 'How many rows are looked at before each step. Small batches step often and noisily, large ones seldom and smoothly.',
  },
  wholeSplit: {
    label: 'All rows in one batch',
    help: 'Every step looks at all training rows: classic gradient descent, one step an epoch.',
  },
  schedule: {
    label: 'Schedule',
    help: 'How the learning rate changes over the run. Large steps first and small ones later often end lower.',
  },
  warmupEpochs: {
    label: 'Warm-up (epochs)',
    help: 'The learning rate rises from almost nothing over these epochs. Helps large rates and deep networks over the start.',
  },
  epochs: { label: 'Epochs', help: 'How often the training rows are gone through, at most.' },
  l2: {
    label: 'L2',
    help: 'A penalty on large weights, which holds the network back from memorising. 0 is none; 0.0001 is mild.',
  },
  l1: {
    label: 'L1',
    help: 'A penalty on the size of weights that draws many of them to nearly 0: fewer inputs matter. 0 is none.',
  },
  weightDecay: {
    label: 'Weight decay',
    help: 'Shrinks every weight a little at each step, apart from the gradient. 0 shrinks nothing.',
  },
  clipNorm: {
    label: 'Clip gradient norm',
    help: 'A longer gradient is shortened to this length. Keeps one odd batch from throwing the network off.',
    empty: 'none',
  },
  clipValue: {
    label: 'Clip gradient values',
    help: 'Every single number of the gradient is cut to this size, after the whole was shortened.',
    empty: 'none',
  },
  averaging: {
    label: 'Weight averaging',
    help: 'Evaluates and keeps an average of the weights along the way instead of the last ones: smoother, often a little better.',
  },
  biases: {
    label: 'Rate × for biases',
    help: 'The learning rate of biases as a multiple of the others’. 1 is the same.',
  },
  embeddings: {
    label: 'Rate × for embeddings',
    help: 'The learning rate of embeddings and frequencies as a multiple of the others’.',
  },
  scales: {
    label: 'Rate × for scales',
    help: 'The learning rate of normalizations, learned scales and PReLU as a multiple of the others’.',
  },
  earlyStopping: {
    label: 'Early stopping',
    help: 'Ends the run by itself once the validation loss no longer improves. The best weights are kept anyway.',
  },
  patience: {
    label: 'Patience (epochs)',
    help: 'How many epochs without improvement are waited for before the run ends.',
  },
  watched: {
    label: 'Watches',
    help: 'What must improve on the validation rows. The weights that are best by it are kept.',
  },
  metrics: {
    label: 'Recorded metrics',
    help: 'Measured on the validation rows after every epoch, in the unit of the target, and drawn as curves.',
  },
  trainMetrics: {
    label: 'On the training rows, too',
    help: 'A second curve for the training rows, measured with the weights at the end of the epoch. Takes one more pass over them.',
  },
  minDelta: {
    label: 'Smallest improvement',
    help: 'By how much what is watched must get better to count as an improvement.',
  },
  timeLimitSeconds: {
    label: 'Time limit (seconds)',
    help: 'The run ends after this many seconds of training. Empty: no limit.',
    empty: 'none',
  },
  divergence: {
    label: 'Go back when the loss explodes',
    help: 'When the loss becomes infinite, the run goes back to its last finished epoch and tries a lower learning rate, instead of failing.',
  },
  rollbacks: { label: 'Goes back at most', help: 'How often the run may go back before it fails after all.' },
  rollbackFactor: { label: 'Rate times', help: 'The learning rate is multiplied by this each time the run goes back.' },
  seed: {
    label: 'Seed',
    help: 'Fixes every random choice of the run. The same seed, data and settings give the same network, to the bit.',
  },
  threads: {
    label: 'Threads',
    help: 'How many processor threads are used. Empty: chosen by the size of the work. The result does not depend on it.',
    empty: 'automatic',
  },
  keptMegabytes: {
    label: 'Space for epochs (MB)',
    help: 'Weights are kept at epochs along the way, so that you can go back to them. When they need more space than this, some in between are let go; the best and the last stay. 0 keeps none.',
  },
} as const satisfies Record<string, FieldWord>

type Words = Record<string, FieldWord>

const epsilon = { label: 'Epsilon', help: 'A tiny number that keeps a division from exploding. Rarely worth changing.' }
const finalFactor = { label: 'Final factor', help: 'The rate at the end as a share of the first. 0 ends at nothing.' }

export const optimizerWords: Words = {
  momentum: {
    label: 'Momentum',
    help: 'How much of the previous step is carried on. 0.9 rolls through small bumps; 0 carries nothing on.',
  },
  decay: {
    label: 'Decay',
    help: 'How slowly the running average of squared slopes forgets. Nearer to 1 is slower.',
  },
  centered: { label: 'Centred', help: 'Measures slopes around their own average: steadier, at a little more memory.' },
  beta1: { label: 'Beta 1', help: 'How slowly the running average of slopes forgets. Nearer to 1 is smoother.' },
  beta2: {
    label: 'Beta 2',
    help: 'How slowly the running average of squared slopes forgets. Nearer to 1 is steadier.',
  },
  epsilon,
  weightDecay: fieldWords.weightDecay,
  momentumDecay: {
    label: 'Momentum decay',
    help: 'How the momentum grows towards beta 1 over the run. Rarely worth changing.',
  },
  scaling: {
    label: 'Step length',
    help: 'As long as steps of Adam, so that its learning rates fit; or as Muon’s author has them.',
  },
  nesterov: { label: 'Nesterov', help: 'Looks a step ahead along the momentum before measuring the slope.' },
  iterations: {
    label: 'Iterations',
    help: 'How carefully each step of a weight matrix is evened out in all directions. 5 is enough.',
  },
  history: { label: 'History', help: 'How many past steps the estimate of the curvature remembers.' },
  maxLineSearch: {
    label: 'Line search tries',
    help: 'How many step lengths are tried, at most, before a step is taken.',
  },
  gradientTolerance: {
    label: 'Gradient tolerance',
    help: 'The run has arrived where no slope is larger than this.',
  },
}

export const scheduleWords: Words = {
  everyEpochs: { label: 'Every (epochs)', help: 'After how many epochs the rate drops.' },
  factor: { label: 'Factor', help: 'What the rate is multiplied by each time.' },
  power: { label: 'Power', help: '1 falls in a straight line; more falls faster at first.' },
  finalFactor,
  periodEpochs: {
    label: 'Period (epochs)',
    help: 'After how many epochs the rate jumps up again. Empty: one fall over the whole run.',
    empty: 'whole run',
  },
  periodMultiplier: { label: 'Period grows by', help: 'Each period is this many times as long as the one before.' },
  riseFraction: { label: 'Share that rises', help: 'Which share of the run the rate rises before it falls.' },
  divisor: { label: 'Starts at rate /', help: 'The first rate is the learning rate divided by this.' },
  finalDivisor: { label: 'Ends at start /', help: 'The last rate is the first one divided by this.' },
  patience: { label: 'Patience (epochs)', help: 'How many epochs without improvement before the rate drops.' },
  threshold: { label: 'Threshold', help: 'By which share the loss must fall to count as an improvement.' },
  cooldownEpochs: { label: 'Cool-down (epochs)', help: 'Epochs after a drop in which no other one happens.' },
  minimumFactor: { label: 'Least factor', help: 'The rate never falls below this share of the first.' },
  flatFraction: { label: 'Share that is flat', help: 'Which share of the run the rate stays before it falls.' },
  cycles: { label: 'Cycles', help: 'How often the rate rises and falls; each cycle is longer than the one before.' },
}

export const averagingWords: Words = {
  decay: { label: 'Decay', help: 'How slowly the average forgets. 0.999 remembers about the last 1,000 steps.' },
  startEpoch: { label: 'From epoch', help: 'The average is over the ends of the epochs from this one on.' },
}

export const lossWords: Words = {
  delta: { label: 'Delta', help: 'Errors above this count in a straight line, not squared: outliers pull less.' },
  gamma: { label: 'Gamma', help: 'How much less rows count that are right already. 0 is the cross-entropy.' },
  labelSmoothing: {
    label: 'Label smoothing',
    help: 'A share of each answer is spread over all classes, so that the network does not become too sure.',
  },
}

export const numbersWords: Words = {
  frequencies: { label: 'Frequencies', help: 'How many waves each number is turned into.' },
  deviation: {
    label: 'First deviation',
    help: 'How fast the waves swing at the start. The most important setting here: try 0.01 to 1.',
  },
  dimension: {
    label: 'Outputs per column',
    help: 'How many numbers a small layer of its own makes of each column.',
    empty: 'the bins',
  },
  activation: fieldWords.activation,
  shared: { label: 'One layer for all columns', help: 'All columns share the small layer behind their waves.' },
  bins: {
    label: 'Bins',
    help: 'Into how many parts each column’s range is cut, with about as many training rows in each.',
  },
}

export const categoriesWords: Words = {
  dimension: {
    label: 'Embedding size',
    help: 'How long each level’s vector is. Empty: by the number of levels, 1.6 · n^0.56.',
    empty: 'automatic',
  },
  deviation: { label: 'First deviation', help: 'How large the first random vectors are.' },
}

export const layerWords: Words = {
  activation: fieldWords.activation,
  initial: { label: 'Starts at', help: 'The value before anything is learned.' },
  rate: { label: 'Rate', help: 'The share of numbers that is set to 0 at random in each step of training.' },
  momentum: {
    label: 'Momentum',
    help: 'How fast the running averages follow the batches. They stand in when the network predicts.',
  },
  epsilon,
}

/** What each kind of layer does. */
export const layerHelp: Record<LayerKind, string> = {
  dense: 'Every unit sums all inputs with weights of its own, then bends the sum.',
  activation: 'Bends every number, without weights.',
  prelu: 'Like ReLU, but how much of negative numbers passes is learned for each unit.',
  dropout:
    'Sets some numbers to 0 at random while training, so that no unit relies on another. Does nothing in predictions.',
  batchNormalization:
    'Brings each number to mean 0 and deviation 1 over the batch, then scales and shifts it as learned.',
  layerNormalization:
    'Brings the numbers of each row to mean 0 and deviation 1, then scales and shifts them as learned.',
  rmsNormalization: 'Divides the numbers of each row by their typical size, then scales them as learned.',
  scale: 'Multiplies each number by a learned factor. At the start of a network: how much each input counts.',
  residual: 'Adds what its layers compute to what came in, which makes deep networks easy to train.',
}

export const optimizerHelp: Record<OptimizerKind, string> = {
  gradientDescent: 'Straight down the slope. Simple, and needs its learning rate well chosen.',
  momentum: 'Rolls on in the direction of earlier steps: faster through long valleys.',
  nesterov: 'Momentum that looks ahead before it steps.',
  adagrad: 'Steps of a weight shrink with all the slopes it has seen.',
  rmsprop: 'Divides each slope by its usual size of late.',
  adam: 'Momentum, and each slope divided by its usual size. A safe choice.',
  adamW: 'Adam that shrinks weights apart from the gradient.',
  amsgrad: 'Adam whose steps never grow again.',
  nadam: 'Adam with Nesterov’s look ahead.',
  radam: 'Adam that is careful in its first steps, without a warm-up.',
  lion: 'Every weight moves by the same length, up or down. Wants a learning rate some ten times lower.',
  muon: 'Moves whole weight matrices evenly in all directions; the rest as Adam.',
  lbfgs: 'Follows the curvature over all rows at once. For small tables and smooth losses.',
}

export const lossHelp: Record<LossKind, string> = {
  auto: 'The squared error for a number, the cross-entropy for classes.',
  meanSquaredError: 'Aims at the mean. Large errors count most.',
  meanAbsoluteError: 'Aims at the median. Outliers pull less.',
  huber: 'Squared for small errors, straight for large ones: robust against outliers.',
  logCosh: 'A smooth relative of Huber without a setting.',
  quantile: 'Predicts several quantiles at once: a middle with a range around it.',
  gaussian: 'Predicts the mean and how uncertain it is, row by row.',
  poisson: 'For counts: 0, 1, 2 and so on. Predictions are never negative.',
  gamma: 'For amounts above 0 whose spread grows with their size, such as costs. Predictions are never negative.',
  crossEntropy: 'Aims at honest probabilities.',
  focal: 'Cross-entropy that looks mostly at rows that are still wrong: for rare classes.',
  hinge: 'Only asks that the right class wins by a margin. Gives scores, no probabilities.',
}

export const scheduleHelp: Record<ScheduleKind, string> = {
  constant: 'The same rate throughout.',
  step: 'Drops by a factor every so many epochs.',
  exponential: 'Falls by the same factor each epoch.',
  polynomial: 'Falls along a power of what is left of the run.',
  cosine: 'Falls along half a wave, and may start over.',
  oneCycle: 'Rises to the learning rate, then falls far below its start.',
  plateau: 'Drops when the loss no longer improves.',
  flatCosine: 'Stays, and falls along half a wave at the end.',
  cosineLog: 'Rises and falls in cycles that grow longer, as RealMLP does.',
}
