import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe, Recipe, Task } from '../../shared/recipes.ts'
import type { ColumnKind } from '../../shared/datasets.ts'
import { orderLabels } from '../order.ts'
import { isNumericColumn, type CodedColumn, type NumericColumn, type Table, type TableColumn } from '../table.ts'
import { countCodes } from './columns.ts'
import { moments } from './statistics.ts'
import { columnInView } from './table/derive.ts'
import { transformed } from './targetTransform.ts'
import { unusable } from './unusable.ts'

/** More classes than this are surely not meant as classes. */
const maxClasses = 1000

/** The target as the task sees it, one entry a row of the table. */
export type Target =
  | {
      task: 'classification'
      name: string
      classes: string[]
      /** Index into `classes`, or -1 where the target is missing. */
      codes: Int32Array
      /** Rows of each class. */
      counts: Uint32Array
    }
  | {
      task: 'regression'
      name: string
      /** NaN where the target is missing. */
      values: Float64Array
    }

/**
 * Which task a target calls for when none is asked: text, booleans and categories are classes, and so are numbers
 * with exactly two values, of which one comes again.
 *
 * @param distinct how many different values there are, without missing ones
 * @param present how many rows have one
 */
export function taskOf(kind: ColumnKind, distinct: number, present: number): Task {
  if (kind === 'date') return 'regression'
  return kind !== 'number' || (distinct === 2 && present > 2) ? 'classification' : 'regression'
}

/**
 * Reads the target over the whole table.
 *
 * @param isSample the rows are a sample of a table in which the target may vary all the same
 * Throws `unusable-input` naming the column: no such column, all missing, too many classes, a constant number, a
 * kind that does not fit the task.
 */
export function readTarget(table: Table, recipe: Recipe, isSample = false): Target {
  const column = targetColumn(table, recipe)
  return isNumericColumn(column) ? readNumericTarget(column, recipe, isSample) : readCodedTarget(column, recipe)
}

function targetColumn(table: Table, recipe: Recipe): TableColumn {
  if (recipe.target === null) {
    throw new DescentError('unusable-input', 'No target is chosen.', {
      hint: 'Choose the column that the network should learn to predict.',
    })
  }
  const column = table.columns.find(({ name }) => name === recipe.target)
  if (column === undefined) {
    throw unusable(recipe.target, `The table has no column “${recipe.target}”.`, 'Choose the target among its columns.')
  }
  return column
}

function readNumericTarget(column: NumericColumn, recipe: Recipe, isSample: boolean): Target {
  const { name } = column
  if (column.kind === 'date') {
    throw unusable(
      name,
      `The target “${name}” is a date, and a network predicts numbers or classes.`,
      `Choose another target, or read “${name}” as number or as category.`,
    )
  }
  const values = column.values.map((value) => (Number.isFinite(value) ? value : NaN))
  const found = moments(values)
  if (found === null) throw allMissing(name)
  const limit = recipe.task === 'classification' ? maxClasses + 1 : 3
  const task =
    recipe.task === 'auto' ? taskOf('number', distinctUpTo(values, limit).size, countPresent(values)) : recipe.task
  if (task === 'regression') {
    if (found.min === found.max && !isSample) throw constant(name, countPresent(values), `always ${found.min}`)
    return { task, name, values }
  }

  const distinct = distinctUpTo(values, maxClasses + 1)
  if (distinct.size > maxClasses) throw tooManyClasses(name)
  const sorted = [...distinct].sort((a, b) => a - b)
  const classes = inGivenOrder(sorted.map(numberLabel), recipe.classOrder)
  const codes = codesOfNumbers({ ...column, values }, classes)
  return { task, name, classes, codes, counts: countCodes(codes, classes.length) }
}

function countPresent(values: Float64Array): number {
  let count = 0
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) count++
  return count
}

/** The labels that are named, in that order, then the others as they stand. */
function inGivenOrder(labels: readonly string[], order: readonly string[] = []): string[] {
  const known = new Set(labels)
  const named = new Set(order.filter((label) => known.has(label)))
  return [...named, ...labels.filter((label) => !named.has(label))]
}

/** The class label of a number: its shortest text. */
function numberLabel(value: number): string {
  return String(value)
}

/** The different values that are not NaN, at most `limit` of them. Zero has one sign. */
function distinctUpTo(values: Float64Array, limit: number): Set<number> {
  const distinct = new Set<number>()
  for (const value of values) {
    if (Number.isNaN(value) || distinct.has(value)) continue
    distinct.add(value === 0 ? 0 : value)
    if (distinct.size >= limit) break
  }
  return distinct
}

function readCodedTarget(column: CodedColumn, recipe: Recipe): Target {
  const { name } = column
  if (recipe.task === 'regression') {
    throw unusable(
      name,
      `The target “${name}” is ${column.kind === 'boolean' ? 'a boolean' : `a ${column.kind}`}, and a regression needs numbers.`,
      `Read “${name}” as number, or train a classification.`,
    )
  }
  const present = countCodes(column.codes, column.levels.length)
  const used = column.levels.filter((_, code) => (present[code] ?? 0) > 0)
  if (used.length === 0) throw allMissing(name)
  if (used.length > maxClasses) throw tooManyClasses(name)
  const classes = inGivenOrder(orderLabels(used), recipe.classOrder)
  const codes = recode(column, classes)
  return { task: 'classification', name, classes, codes, counts: countCodes(codes, classes.length) }
}

/** The column's codes as indices into `labels`; -1 where it is missing or something else. */
function recode(column: CodedColumn, labels: readonly string[]): Int32Array {
  const position = new Map(labels.map((label, index) => [label, index]))
  const map = Int32Array.from(column.levels, (level) => position.get(level) ?? -1)
  return column.codes.map((code) => (code < 0 ? -1 : (map[code] ?? -1)))
}

/**
 * The rows without those of classes that have fewer than so many of them, and the labels of these classes.
 *
 * @param rows usable rows, with a target
 */
export function withoutRareClasses(
  target: Target,
  rows: Uint32Array,
  least: number,
): { rows: Uint32Array; rare: string[] } {
  if (target.task === 'regression') return { rows, rare: [] }
  const { codes, classes } = target
  const counts = countCodes(
    Int32Array.from(rows, (row) => codes[row] ?? -1),
    classes.length,
  )
  const isRare = (code: number): boolean => (counts[code] ?? 0) < least
  const rare = classes.filter((_, code) => (counts[code] ?? 0) > 0 && isRare(code))
  return { rows: rare.length === 0 ? rows : rows.filter((row) => !isRare(codes[row] ?? -1)), rare }
}

/**
 * The target with only the classes that occur in the used rows.
 * Throws `unusable-input` if there is one class only, or a class with a single row, unless the rows are a sample.
 */
export function restrictToRows(target: Target, used: Uint32Array, isSample: boolean): Target {
  if (target.task === 'regression') return target
  const all = new Uint32Array(target.classes.length)
  for (const row of used) {
    const code = target.codes[row] ?? -1
    if (code >= 0) all[code] = (all[code] ?? 0) + 1
  }
  const classes = target.classes.filter((_, code) => (all[code] ?? 0) > 0)
  const counts = all.filter((count) => count > 0)
  if (!isSample) checkClasses(target.name, classes, counts)
  if (classes.length === target.classes.length) return { ...target, counts }
  let next = 0
  const map = Int32Array.from(all, (count) => (count > 0 ? next++ : -1))
  return { ...target, classes, counts, codes: target.codes.map((code) => (code < 0 ? -1 : (map[code] ?? -1))) }
}

function checkClasses(name: string, classes: readonly string[], counts: Uint32Array): void {
  if (classes.length < 2) throw constant(name, counts[0] ?? 0, `always “${classes[0] ?? ''}”`)
  const single = classes.filter((_, code) => counts[code] === 1)
  if (single.length === 0) return
  const shown = single
    .slice(0, 3)
    .map((label) => `“${label}”`)
    .join(', ')
  throw unusable(
    name,
    single.length === 1
      ? `The class ${shown} of the target “${name}” has a single row: it cannot be learned and tested.`
      : `${single.length} classes of the target “${name}” have a single row each (${shown}${single.length > 3 ? ', …' : ''}): they cannot be learned and tested.`,
    single.length > 10
      ? `Choose another target; “${name}” looks like a column that names rows.`
      : 'Leave out the rows of rare classes, merge such classes with another one, or add rows.',
  )
}

function constant(name: string, rows: number, what: string): DescentError {
  if (rows === 1) {
    return unusable(
      name,
      `The target “${name}” has a value in a single row that is used: there is nothing to compare it with.`,
      'Use a table with more rows, or loosen the steps that leave rows out.',
    )
  }
  return unusable(
    name,
    `The target “${name}” is ${what}: there is nothing to learn.`,
    'Choose a target with at least two different values.',
  )
}

function allMissing(name: string): DescentError {
  return unusable(
    name,
    `Every value of the target “${name}” is missing.`,
    'Choose another target, or check how the column is read: its kind and its missing markers.',
  )
}

function tooManyClasses(name: string): DescentError {
  return unusable(
    name,
    `The target “${name}” has more than ${maxClasses} different classes.`,
    `Choose another target; if “${name}” holds quantities, read it as number and train a regression.`,
  )
}

/**
 * The actual target of the given rows of a raw table, for metrics and points: the number itself, or the class index.
 * NaN where the target is missing, is a class unknown to the model, or its column is not in the table.
 */
export function actualTargets(table: Table, fitted: FittedRecipe, rows: Uint32Array): Float64Array {
  const { target } = fitted
  const column = columnInView(table, fitted.recipe, target.name)
  const actual = new Float64Array(rows.length).fill(NaN)
  if (column === undefined) return actual
  if (target.task === 'regression') {
    if (!isNumericColumn(column)) return actual
    for (let i = 0; i < rows.length; i++) {
      const value = column.values[rows[i] ?? 0] ?? NaN
      if (Number.isFinite(value)) actual[i] = value
    }
    return actual
  }
  const codes = isNumericColumn(column) ? codesOfNumbers(column, target.classes) : recode(column, target.classes)
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] ?? 0] ?? -1
    if (code >= 0) actual[i] = code
  }
  return actual
}

function codesOfNumbers(column: NumericColumn, classes: readonly string[]): Int32Array {
  const index = new Map(classes.map((label, code) => [Number(label), code]))
  return Int32Array.from(column.values, (value) => index.get(value) ?? -1)
}

/**
 * What the network learns, as float32, one a row: the class index (0 or 1 for two classes), or the number in the
 * network's unit. NaN as for `actualTargets`.
 */
export function encodeTargets(
  table: Table,
  fitted: FittedRecipe,
  rows: Uint32Array,
  into: Float32Array = new Float32Array(rows.length),
): Float32Array {
  const actual = actualTargets(table, fitted, rows)
  const { target } = fitted
  if (target.task === 'classification') {
    into.set(actual)
    return into
  }
  const { transform, offset, scale } = target
  for (let i = 0; i < actual.length; i++) into[i] = (transformed(transform, actual[i] ?? NaN) - offset) / scale
  return into
}
