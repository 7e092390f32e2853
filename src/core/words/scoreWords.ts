import type { ClassificationScoreName, RegressionScoreName, ScoreName } from '../../shared/scores.ts'

export interface ScoreWord {
  name: string
  /** In plain language. */
  meaning: string
  better: 'higher' | 'lower' | 'zero'
}

const classification: Record<ClassificationScoreName, ScoreWord> = {
  accuracy: { name: 'Accuracy', meaning: 'The share of rows whose class was predicted rightly.', better: 'higher' },
  balancedAccuracy: {
    name: 'Balanced accuracy',
    meaning:
      'The share predicted rightly within each class, averaged over the classes: rare classes count as much as common ones.',
    better: 'higher',
  },
  macroF1: {
    name: 'Macro F1',
    meaning:
      'F1 joins precision (how many of the rows called X are X) and recall (how many X are found); here averaged over the classes.',
    better: 'higher',
  },
  macroPrecision: {
    name: 'Macro precision',
    meaning: 'How many of the rows called a class are of it, averaged over the classes.',
    better: 'higher',
  },
  macroRecall: {
    name: 'Macro recall',
    meaning: 'How many rows of a class are found, averaged over the classes.',
    better: 'higher',
  },
  weightedF1: {
    name: 'Weighted F1',
    meaning: 'F1 averaged over the classes by how many rows they have: common classes count more.',
    better: 'higher',
  },
  weightedPrecision: {
    name: 'Weighted precision',
    meaning: 'How many of the rows called a class are of it, averaged by how many rows the classes have.',
    better: 'higher',
  },
  weightedRecall: {
    name: 'Weighted recall',
    meaning:
      'How many rows of a class are found, averaged by how many rows the classes have: the same as the accuracy.',
    better: 'higher',
  },
  mcc: {
    name: 'MCC',
    meaning:
      'Matthews correlation of predicted and actual class: 1 is perfect, 0 no better than chance, whatever the shares of the classes.',
    better: 'higher',
  },
  kappa: {
    name: 'Cohen’s κ',
    meaning: 'How much of the agreement goes beyond what chance would give: 1 is perfect, 0 is chance.',
    better: 'higher',
  },
  logLoss: {
    name: 'Log loss',
    meaning:
      'How surprised the model is by the truth. Confident mistakes cost most; 0 would be certain and right everywhere.',
    better: 'lower',
  },
  brier: {
    name: 'Brier score',
    meaning: 'The mean squared distance of the probabilities from the truth; 0 would be certain and right everywhere.',
    better: 'lower',
  },
  calibrationError: {
    name: 'Calibration error',
    meaning: 'How far the stated probabilities are from how often the model is right, on average.',
    better: 'lower',
  },
  rocAuc: {
    name: 'ROC AUC',
    meaning:
      'How often a row of a class is rated above a row of another. 0.5 is a coin toss, 1 a perfect order. With several classes: each against the rest, averaged.',
    better: 'higher',
  },
  averagePrecision: {
    name: 'Average precision',
    meaning: 'The precision while more and more rows of a class are found, averaged; telling where the class is rare.',
    better: 'higher',
  },
}

const regression: Record<RegressionScoreName, ScoreWord> = {
  rmse: {
    name: 'RMSE',
    meaning:
      'Root mean squared error, in the unit of the target: the typical size of an error, large ones weighing more.',
    better: 'lower',
  },
  mae: {
    name: 'MAE',
    meaning: 'Mean absolute error, in the unit of the target: how far off a prediction is on average.',
    better: 'lower',
  },
  medianAe: {
    name: 'Median error',
    meaning: 'Half of the predictions are nearer to the truth than this, in the unit of the target.',
    better: 'lower',
  },
  mape: {
    name: 'MAPE',
    meaning: 'Mean absolute error as a share of the actual value; it is led astray by actual values near 0.',
    better: 'lower',
  },
  r2: {
    name: 'R²',
    meaning:
      'The share of the target’s variance that is explained. 1 is perfect, 0 no better than the mean, below 0 worse than it.',
    better: 'higher',
  },
  explainedVariance: {
    name: 'Explained variance',
    meaning: 'As R², but a constant shift of all predictions does not count against the model.',
    better: 'higher',
  },
  bias: {
    name: 'Bias',
    meaning: 'The mean of actual minus predicted, in the unit of the target: above 0 the model predicts too low.',
    better: 'zero',
  },
}

/** What every score is called and means. */
export const scoreWords: Record<ScoreName, ScoreWord> = { ...classification, ...regression }
