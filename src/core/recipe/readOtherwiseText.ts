import { assertNever } from '../../shared/assertNever.ts'
import type { NumberUnit } from '../../shared/datasets.ts'
import type { ReadOtherwise } from '../../shared/predictions.ts'
import { dateOrderExamples, numberFormatExamples } from '../readingExamples.ts'

const unitWords: Record<NumberUnit | 'none', string> = {
  percent: 'percentages (12 % is 0.12)',
  timeOfDay: 'times of day, in seconds',
  duration: 'durations, in seconds',
  none: 'plain numbers',
}

/** What was read otherwise than in training, and what to do about it. */
export function readOtherwiseText(difference: ReadOtherwise): string {
  const { what } = difference
  switch (what) {
    case 'numberFormat': {
      const { column, trained, found } = difference
      return `“${column}” writes its numbers like ${numberFormatExamples[found]} and was read so; in training they were like ${numberFormatExamples[trained]}. Look whether the first predictions make sense, or write the numbers as in training.`
    }
    case 'dateOrder': {
      const { column, trained, found } = difference
      return `“${column}” writes its dates like ${dateOrderExamples[found]} and was read so; in training they were like ${dateOrderExamples[trained]}. Look whether the first predictions make sense, or write the dates as in training.`
    }
    case 'unit': {
      const { column, trained, found } = difference
      return `“${column}” holds ${unitWords[found ?? 'none']}; in training it held ${unitWords[trained ?? 'none']}. Write them as in training.`
    }
    case 'measure': {
      const { column, trained, found } = difference
      return `“${column}” is in ${found ?? 'no unit that is written'}; in training it was in ${trained ?? 'none that was written'}. The numbers were taken as they stand: write them in the unit of training.`
    }
    case 'kind': {
      const { column, trained, found } = difference
      return `“${column}” was a ${trained} in training and looks like a ${found} here: what is no ${trained} counts as missing. Check that it is the same column.`
    }
    case 'missingMarker': {
      const { column, found } = difference
      return `“${found}” in “${column}” looks like a missing value, which it did not stand for in training. Leave such cells empty to have them read as missing.`
    }
    case 'delimiter': {
      const { trained, found } = difference
      return `Fields are parted by ${delimiterWord(found)} here, and by ${delimiterWord(trained)} in training. If columns are torn apart, save the file as in training.`
    }
    case 'header':
      return difference.found
        ? 'The first row was taken for the names of columns, of which the training’s file had none. Put the names column1, column2, … into a first row.'
        : 'The first row was taken for values; in training it named the columns. Put the names into the first row.'
    default:
      return assertNever(what)
  }
}

function delimiterWord(delimiter: string): string {
  if (delimiter === '\t') return 'tabs'
  return delimiter === ' ' ? 'blanks' : `“${delimiter}”`
}
