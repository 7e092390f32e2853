import type { Step } from '../../../shared/recipes.ts'
import { windowNames } from '../windows/steps.ts'

const neighbours = {
  forward: 'the value before',
  backward: 'the value after',
  linear: 'what lies on the line between the values before and after',
} as const

/** What a step of the table stage did, in a sentence; null for a step of another stage. */
export function describeTableStep(step: Step, droppedRows: number): string | null {
  const rows = `${droppedRows.toLocaleString('en-US')} row${droppedRows === 1 ? '' : 's'} left out`
  switch (step.kind) {
    case 'window':
      return windowNames(step).join(', ')
    case 'fillFromNeighbours':
      return `Gaps become ${neighbours[step.method]}; training rows are filled from training rows alone`
    case 'formula':
      return `${step.name}: ${step.formula}`
    case 'rename':
      return `${step.column} is called ${step.name}`
    case 'filterRows':
      return `${rows}, in which ${step.formula} is not true`
    case 'dropDuplicates':
      return `${rows} with the same values as another one, of which the ${step.keep} is kept`
    case 'sampleRows':
      return `${rows}; the sample is of ${step.unit === 'rows' ? `${step.size.toLocaleString('en-US')} rows` : `${Number((step.size * 100).toPrecision(6))} %`}`
    case 'excludeRows':
      return `${rows}, chosen by number; all others stay in their parts`
    case 'sortRows':
      return `In the order of ${step.column}, ${step.descending ? 'the largest' : 'the smallest'} first`
    default:
      return null
  }
}
