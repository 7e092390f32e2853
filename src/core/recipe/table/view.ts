import type { ColumnKind } from '../../../shared/datasets.ts'
import { DescentError } from '../../../shared/errors.ts'
import { nearest } from '../../../shared/training/known.ts'
import { stageOfStep, type Recipe, type Step } from '../../../shared/recipes.ts'
import type { BooleanExpression } from '../../expression/types.ts'
import { isFormulaProblem, readCondition, readFormula, valueOfColumn, type ReadFormula } from '../../formula/formula.ts'
import { enabledSteps } from '../enabledSteps.ts'
import { featureColumns } from '../features.ts'
import { isSelected, workingKind } from '../selection.ts'
import { refuseFilledTarget } from '../windows/lookAhead.ts'
import {
  isSeriesStep,
  requireSeries,
  seriesColumns,
  windowColumns,
  windowNames,
  type SeriesStep,
} from '../windows/steps.ts'
import { unusable } from '../unusable.ts'

/** A column as the steps of the table leave it, before the split. */
export interface ViewColumn {
  name: string
  kind: ColumnKind
  /** What it is of the raw columns. */
  value: ReadFormula['value']
  /** The raw columns it is made of, each once. */
  from: readonly string[]
  /** It is a raw column, if under another name. */
  isRaw: boolean
}

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>

/** A step that chooses or orders rows, with what it looks at. */
export type RowStep =
  | { kind: 'filterRows'; step: StepOf<'filterRows'>; keep: BooleanExpression }
  | { kind: 'dropDuplicates'; step: StepOf<'dropDuplicates'>; columns: ViewColumn[] }
  | { kind: 'sampleRows'; step: StepOf<'sampleRows'> }
  | { kind: 'sortRows'; step: StepOf<'sortRows'>; column: ViewColumn }

export interface TableView {
  /** By name, in the table's order; derived ones behind. */
  columns: ReadonlyMap<string, ViewColumn>
  rowSteps: RowStep[]
  /** Raw columns that some step reads, whatever their role. */
  read: ReadonlySet<string>
}

/**
 * What the steps of the table stage make of its columns. Nothing is worked out, so that it is the same for a stored
 * table, for rows to be predicted and for an export.
 *
 * @param refuse is told of each step that cannot run, which is then passed over; what it throws ends the work
 */
export function viewTable(
  raw: readonly { name: string; kind: ColumnKind }[],
  recipe: Recipe,
  refuse: (error: DescentError) => void,
): TableView {
  const view = new Viewing(raw, recipe)
  const steps = enabledSteps(recipe).filter(({ kind }) => stageOfStep[kind] === 'table')
  // Series are worked out on the table as it was read.
  for (const step of [...steps.filter(isSeriesStep), ...steps.filter((other) => !isSeriesStep(other))]) {
    try {
      view.pass(step)
    } catch (error) {
      if (!(error instanceof DescentError)) throw error
      refuse(atStep(error, step.id))
    }
  }
  return { columns: view.columns, rowSteps: view.rowSteps, read: view.read }
}

function atStep({ kind, message, hint, where, cause }: DescentError, step: string): DescentError {
  return new DescentError(kind, message, { ...(hint === undefined ? {} : { hint }), where: { step, ...where }, cause })
}

/** Names that steps give to columns which the table as it was read does not have. */
export function namesGiven(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'window') return windowNames(step)
    return step.kind === 'formula' || step.kind === 'rename' ? [step.name] : []
  })
}

/** As `viewTable`. Throws `unusable-input` for the first step that cannot run, with what to do. */
export function requireView(raw: readonly { name: string; kind: ColumnKind }[], recipe: Recipe): TableView {
  return viewTable(raw, recipe, (error) => {
    throw error
  })
}

class Viewing {
  columns: Map<string, ViewColumn>
  readonly rowSteps: RowStep[] = []
  readonly read = new Set<string>()
  readonly #recipe: Recipe

  constructor(raw: readonly { name: string; kind: ColumnKind }[], recipe: Recipe) {
    this.#recipe = recipe
    this.columns = new Map(
      raw.map(({ name, kind }) => [
        name,
        { name, kind, value: valueOfColumn({ name, kind }), from: [name], isRaw: true },
      ]),
    )
  }

  pass(step: Step): void {
    switch (step.kind) {
      case 'window':
      case 'fillFromNeighbours':
        return this.#look(step)
      case 'formula':
        return this.#derive(step)
      case 'rename':
        return this.#rename(step)
      case 'filterRows':
        return this.#filter(step)
      case 'dropDuplicates':
        return this.#dropDuplicates(step)
      case 'sampleRows':
        if (step.unit === 'share' && step.size > 1) throw tooLargeShare(step.size)
        this.rowSteps.push({ kind: 'sampleRows', step })
        return
      case 'sortRows': {
        const column = this.#column(step.column, 'The table is to be sorted by')
        this.#note(column.from)
        this.rowSteps.push({ kind: 'sortRows', step, column })
        return
      }
      default:
        return
    }
  }

  #look(step: SeriesStep): void {
    const kinds = new Map([...this.columns].map(([name, { kind }]) => [name, kind]))
    requireSeries(step, kinds, this.#recipe)
    refuseFilledTarget(this.#recipe, kinds)
    this.#note(seriesColumns(step, this.#recipe))
    if (step.kind === 'fillFromNeighbours') return
    for (const { name, kind } of windowColumns(step, kinds.get(step.column) ?? 'number', this.#recipe)) {
      this.#requireFree(name, `A window of “${step.column}”`)
      this.columns.set(name, { name, kind, value: valueOfColumn({ name, kind }), from: [name], isRaw: true })
    }
  }

  #derive({ name, formula }: StepOf<'formula'>): void {
    this.#requireFree(name, `The formula column`)
    const found = readFormula(formula, this.#values())
    if (isFormulaProblem(found)) {
      throw unusable(
        name,
        `The formula of “${name}” cannot be used: ${lowered(found.message)}`,
        `Correct the formula “${shortened(formula)}”, or switch the step off.`,
      )
    }
    const from = this.#sourcesOf(found.columns)
    this.columns.set(name, { name, kind: kindOf(found.value), value: found.value, from, isRaw: false })
  }

  #rename({ column, name }: StepOf<'rename'>): void {
    const found = this.#column(column, 'A step renames')
    this.#note(found.from)
    if (name === column) return
    this.#requireFree(name, `The new name of “${column}”`)
    this.columns = new Map(
      [...this.columns].map(([key, value]) => (key === column ? [name, { ...found, name }] : [key, value])),
    )
  }

  #filter(step: StepOf<'filterRows'>): void {
    const found = readCondition(step.formula, this.#values())
    if (isFormulaProblem(found)) {
      throw new DescentError('unusable-input', `A filter cannot be used: ${lowered(found.message)}`, {
        hint: `Correct the condition “${shortened(step.formula)}”, or switch the step off.`,
      })
    }
    this.#sourcesOf(found.columns)
    this.rowSteps.push({ kind: 'filterRows', step, keep: found.value.isTrue })
  }

  #dropDuplicates(step: StepOf<'dropDuplicates'>): void {
    const columns = Array.isArray(step.columns)
      ? step.columns.map((name) => this.#column(name, 'Duplicates are to be found by'))
      : this.#learned().filter(({ name, kind }) => isSelected(step.columns, name, workingKind(kind)))
    if (columns.length === 0) {
      throw new DescentError('unusable-input', 'Duplicates are to be found by no column at all.', {
        hint: 'Choose the columns in which rows must agree to be duplicates.',
      })
    }
    for (const { from } of columns) this.#note(from)
    this.rowSteps.push({ kind: 'dropDuplicates', step, columns })
  }

  /** The features and the target. */
  #learned(): ViewColumn[] {
    const all = [...this.columns.values()]
    return [...featureColumns(all, this.#recipe), ...all.filter(({ name }) => name === this.#recipe.target)]
  }

  #column(name: string, what: string): ViewColumn {
    const found = this.columns.get(name)
    if (found !== undefined) return found
    if (name === '') {
      throw new DescentError('unusable-input', `${what} no column yet.`, {
        hint: 'Choose the column, or switch the step off.',
      })
    }
    const meant = nearest(name, [...this.columns.keys()])
    throw unusable(
      name,
      `${what} “${name}”, which is no column of the table.`,
      meant === null ? 'Choose one of its columns, or switch the step off.' : `Did you mean “${meant}”?`,
    )
  }

  #requireFree(name: string, what: string): void {
    if (name.trim() === '') {
      throw new DescentError('unusable-input', `${what} is empty.`, { hint: 'Give the column a name.' })
    }
    if (!this.columns.has(name)) return
    throw unusable(
      name,
      `${what} is to be “${name}”, which is a column already.`,
      `Choose another name than “${name}”.`,
    )
  }

  #values(): Map<string, ReadFormula['value']> {
    return new Map([...this.columns].map(([name, { value }]) => [name, value]))
  }

  #sourcesOf(names: readonly string[]): string[] {
    const from = [...new Set(names.flatMap((name) => this.columns.get(name)?.from ?? []))]
    this.#note(from)
    return from
  }

  #note(from: readonly string[]): void {
    for (const name of from) this.read.add(name)
  }
}

function kindOf(value: ReadFormula['value']): ColumnKind {
  return value.type === 'text' ? 'category' : value.type
}

function tooLargeShare(size: number): DescentError {
  return new DescentError('unusable-input', `A sample of a share of ${size} is more than all rows.`, {
    hint: `A share is from 0 to 1: give ${size <= 100 ? size / 100 : 0.1}, or a number of rows.`,
  })
}

function lowered(message: string): string {
  return message.startsWith('The ') ? `the ${message.slice(4)}` : message
}

function shortened(formula: string): string {
  return formula.length > 60 ? `${formula.slice(0, 59)}…` : formula
}
