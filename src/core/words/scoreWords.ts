import type { ClassificationScoreName, RegressionScoreName, ScoreName } from '../../shared/scores.ts'
import type { Task } from '../../shared/recipes.ts'

export interface ScoreWord {
  name: ScoreName
  label: string
  /** In plain language, for hover. */
  meaning: string
  better: 'higher' | 'lower' | 'zero'
}

const macro = 'averaged over the classes, rare ones counting as much as common ones'
const weighted = 'averaged over the classes, each by its rows'

const classification: Record<ClassificationScoreName, Omit<ScoreWord, 'name'>> = {
  accuracy: { label: 'Accuracy', meaning: 'The share of rows whose class was predicted rightly.', better: 'higher' },
  balancedAccuracy: {
    label: 'Balanced accuracy',
    meaning: 'The share predicted rightly within each class, averaged over the classes that occur.',
    better: 'higher',
  },
  macroF1: { label: 'Macro F1', meaning: `F1 joins precision and recall; here ${macro}.`, better: 'higher' },
  macroPrecision: {
    label: 'Macro precision',
    meaning: `How many of the rows called a class are of it, ${macro}.`,
    better: 'higher',
  },
  macroRecall: {
    label: 'Macro recall',
    meaning: `How many of the rows of a class are found, ${macro}.`,
    better: 'higher',
  },
  weightedF1: { label: 'Weighted F1', meaning: `F1 joins precision and recall; here ${weighted}.`, better: 'higher' },
  weightedPrecision: {
    label: 'Weighted precision',
    meaning: `How many of the rows called a class are of it, ${weighted}.`,
    better: 'higher',
  },
  weightedRecall: {
    label: 'Weighted recall',
    meaning: `How many of the rows of a class are found, ${weighted}: the same as the accuracy.`,
    better: 'higher',
  },
  mcc: {
    label: 'Matthews correlation',
    meaning:
      'How closely predicted and actual classes go together: 1 always, 0 no better than chance, below 0 worse. Fair to rare classes.',
    better: 'higher',
  },
  kappa: {
    label: 'Cohen’s kappa',
    meaning:
      'How much more often than by chance the prediction agrees with the truth: 1 always, 0 as often as by chance.',
    better: 'higher',
  },
  logLoss: {
    label: 'Log loss',
    meaning:
      'How surprised the model is by the truth. Confident mistakes cost most; 0 would be certain and right everywhere.',
    better: 'lower',
  },
  brier: {
    label: 'Brier score',
    meaning:
      'The mean squared distance of the probabilities from the truth. 0 is perfect; for several classes it goes up to 2, for two up to 1.',
    better: 'lower',
  },
  calibrationError: {
    label: 'Calibration error',
    meaning:
      'Of rows predicted with 80 % probability, 80 % should be right. This is how far off that is on average, over 15 bins of the probability of the predicted class.',
    better: 'lower',
  },
  rocAuc: {
    label: 'ROC AUC',
    meaning:
      'How often a row of a class is rated above a row of another. 0.5 is a coin toss, 1 a perfect order. With several classes: each against the rest, averaged.',
    better: 'higher',
  },
  averagePrecision: {
    label: 'Average precision',
    meaning:
      'The precision averaged over every recall: the area under the precision–recall curve. Tells more than ROC AUC where a class is rare; a coin toss scores the share of the class.',
    better: 'higher',
  },
}

const regression: Record<RegressionScoreName, Omit<ScoreWord, 'name'>> = {
  rmse: {
    label: 'RMSE',
    meaning:
      'Root mean squared error, in the unit of the target: the typical size of an error, large ones weighing more.',
    better: 'lower',
  },
  mae: {
    label: 'MAE',
    meaning: 'Mean absolute error, in the unit of the target: how far off a prediction is on average.',
    better: 'lower',
  },
  medianAe: {
    label: 'Median error',
    meaning: 'Half of the predictions are closer than this, half are further off. A few wild errors do not move it.',
    better: 'lower',
  },
  mape: {
    label: 'MAPE',
    meaning: 'Mean absolute percentage error: how far off a prediction is as a share of the actual value.',
    better: 'lower',
  },
  r2: {
    label: 'R²',
    meaning:
      'The share of the target’s variance that is explained. 1 is perfect, 0 no better than the mean, below 0 worse than it.',
    better: 'higher',
  },
  explainedVariance: {
    label: 'Explained variance',
    meaning: 'As R², but a bias that is the same for every row is forgiven. Much higher than R²: the model has a bias.',
    better: 'higher',
  },
  bias: {
    label: 'Bias',
    meaning: 'Predicted minus actual on average: above 0 the model says too much, below 0 too little.',
    better: 'zero',
  },
}

/** The scores of a task in the order in which they are told. */
export function scoreWords(task: Task): ScoreWord[] {
  const words: Partial<Record<ScoreName, Omit<ScoreWord, 'name'>>> =
    task === 'classification' ? classification : regression
  return wordOrder.flatMap((name) => {
    const word = words[name]
    return word === undefined ? [] : { name, ...word }
  })
}

const wordOrder: readonly ScoreName[] = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'rocAuc',
  'averagePrecision',
  'logLoss',
  'brier',
  'calibrationError',
  'mcc',
  'kappa',
  'macroPrecision',
  'macroRecall',
  'weightedPrecision',
  'weightedRecall',
  'weightedF1',
  'rmse',
  'mae',
  'medianAe',
  'mape',
  'r2',
  'explainedVariance',
  'bias',
]

export const directionWords: Record<ScoreWord['better'], string> = {
  higher: 'Higher is better.',
  lower: 'Lower is better.',
  zero: 'Near 0 is better.',
}
