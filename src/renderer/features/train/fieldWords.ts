/** What each setting means, for a person who knows spreadsheets well and neural networks a little. */
export const fieldWords = {
  units: 'How many numbers this layer computes. More can learn more, take longer and memorise sooner.',
  activation:
    'The bend each unit applies to its sum. Without bends the whole network would be one straight formula. ReLU suits most tables.',
  initialization:
    'How the first random weights are scaled. He suits ReLU and its relatives, Glorot suits tanh, sigmoid and linear.',
  optimizer:
    'How each step turns the slope of the loss into new weights. Adam adapts its pace to every weight and is a safe choice.',
  learningRate:
    'How far each step goes. Too large and the loss jumps or becomes infinite; too small and it hardly falls.',
  batchSize:
    'How many rows are looked at before each step. Small batches step often and noisily, large ones seldom and smoothly.',
  wholeSplit: 'Every step looks at all training rows: classic gradient descent, one step an epoch.',
  epochs: 'How often the training rows are gone through, at most.',
  l2: 'A penalty on large weights, which holds the network back from memorising. 0 is none; 0.0001 is mild.',
  earlyStopping:
    'Ends the run by itself once the validation loss no longer improves. The best weights are kept anyway.',
  patience: 'How many epochs without improvement are waited for before the run ends.',
  minDelta: 'By how much the validation loss must fall to count as an improvement.',
  timeLimit: 'The run ends after this many seconds of training. Empty: no limit.',
  seed: 'Fixes every random choice of the run. The same seed, data and settings give the same network, to the bit.',
  threads:
    'How many processor threads are used. Empty: chosen by the size of the work. The result does not depend on it.',
  momentum: 'How much of the previous step is carried on. 0.9 rolls through small bumps; 0 carries nothing on.',
  decay: 'How slowly the running average of squared slopes forgets. Nearer to 1 is slower.',
  beta1: 'How slowly the running average of slopes forgets. Nearer to 1 is smoother.',
  beta2: 'How slowly the running average of squared slopes forgets. Nearer to 1 is steadier.',
  epsilon: 'A tiny number that keeps a division from exploding. Rarely worth changing.',
  weightDecay: 'Shrinks every weight a little at each step, apart from the gradient. 0 shrinks nothing.',
  momentumDecay: 'How the momentum grows towards beta 1 over the run. Rarely worth changing.',
} as const
