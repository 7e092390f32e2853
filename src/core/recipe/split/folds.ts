import { DescentError } from '../../../shared/errors.ts'
import { createRandom, shuffle, type Random } from '../../random.ts'
import { takeRows } from '../split.ts'
import { gapStart, gapText, partStart, type Gap, type OrderedRows } from './byTime.ts'
import type { Strata } from './strata.ts'
import type { Groups } from './values.ts'

/**
 * Rows that a fold learns from and those it is validated on, each ascending, no row in both. Either may be worked out
 * each time it is asked for: a thousand folds of a million rows are not kept at once.
 */
export interface Fold {
  readonly train: Uint32Array
  readonly validation: Uint32Array
}

export interface RowFolds {
  folds: number
  repeats: number
  shuffle: boolean
  seed: number
}

/**
 * k-fold cross-validation, stratified where there are strata: in each repeat every row is validated once.
 * Sizes and shares as in scikit-learn's `KFold` and `StratifiedKFold`, and without shuffling the same folds; repeated as
 * in `RepeatedKFold`.
 *
 * @param rows ascending
 * @param strata of `rows`
 * @returns the folds of the first repeat, then of the next
 * Throws `unusable-input` where there are fewer rows than folds, or all strata have fewer.
 */
export function rowFolds(rows: Uint32Array, strata: Strata | null, { folds, repeats, ...how }: RowFolds): Fold[] {
  if (rows.length < folds) throw tooFew(`${rows.length} rows are`, folds)
  const random = how.shuffle ? createRandom(how.seed) : null
  return Array.from({ length: repeats }, () => {
    const parts = strata === null ? plainParts(rows.length, folds, random) : stratifiedParts(strata, folds, random)
    return foldsOf(rows, parts, folds)
  }).flat()
}

/** The first n mod k folds have a row more than the others. */
function plainParts(rows: number, folds: number, random: Random | null): Uint8Array {
  const order = Uint32Array.from({ length: rows }, (_, at) => at)
  if (random !== null) shuffle(order, random)
  const parts = new Uint8Array(rows)
  let at = 0
  for (let fold = 0; fold < folds; fold++) {
    const end = at + Math.floor(rows / folds) + (fold < rows % folds ? 1 : 0)
    for (; at < end; at++) parts[order[at] ?? 0] = fold
  }
  return parts
}

/**
 * The rows are laid out class by class, as the classes are first met, and dealt to the folds in turn: that says how many
 * rows of each class a fold has.
 */
function stratifiedParts({ codes, count }: Strata, folds: number, random: Random | null): Uint8Array {
  const byStratum = Array.from({ length: count }, () => new Array<number>())
  const met: number[] = []
  for (let i = 0; i < codes.length; i++) {
    const members = byStratum[codes[i] ?? 0]
    if (members?.length === 0) met.push(codes[i] ?? 0)
    members?.push(i)
  }
  if (byStratum.every((members) => members.length < folds)) throw tooFew('The rows of every class are', folds)
  const parts = new Uint8Array(codes.length)
  let dealt = 0
  for (const stratum of met) {
    const members = byStratum[stratum] ?? []
    const shares = new Uint32Array(folds)
    for (let i = 0; i < members.length; i++) shares[(dealt + i) % folds] = (shares[(dealt + i) % folds] ?? 0) + 1
    dealt += members.length
    const foldOf = new Uint32Array(members.length)
    let at = 0
    for (let fold = 0; fold < folds; fold++) for (let i = 0; i < (shares[fold] ?? 0); i++) foldOf[at++] = fold
    if (random !== null) shuffle(foldOf, random)
    for (const [index, row] of members.entries()) parts[row] = foldOf[index] ?? 0
  }
  return parts
}

/**
 * Cross-validation that keeps groups whole, as scikit-learn's `GroupKFold`: the largest group first, each goes to the
 * fold that has the fewest rows so far (of several, the first).
 * Throws `unusable-input` where there are fewer groups than folds.
 */
export function groupFolds(rows: Uint32Array, { codes, sizes }: Groups, folds: number): Fold[] {
  if (sizes.length < folds) throw tooFew(`${sizes.length} groups are`, folds)
  const order = Array.from(sizes, (_, group) => group).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || b - a)
  const filled = new Array<number>(folds).fill(0)
  const foldOf = new Uint8Array(sizes.length)
  for (const group of order) {
    let lightest = 0
    for (let fold = 1; fold < folds; fold++) if ((filled[fold] ?? 0) < (filled[lightest] ?? 0)) lightest = fold
    filled[lightest] = (filled[lightest] ?? 0) + (sizes[group] ?? 0)
    foldOf[group] = lightest
  }
  const parts = Uint8Array.from(codes, (code) => foldOf[code] ?? 0)
  return foldsOf(rows, parts, folds)
}

/**
 * Each fold is validated on the next stretch of time and learns from all that lies before it and its gap, as in
 * scikit-learn's `TimeSeriesSplit`: with k folds a stretch has a (k + 1)th of the rows, rounded down, and what is over
 * comes first. Rows of the same time stay together, in the later stretch.
 * Throws `unusable-input` where a fold is left without rows.
 */
export function timeFolds({ rows, times }: OrderedRows, folds: number, gap: Gap): Fold[] {
  const size = Math.floor(rows.length / (folds + 1))
  const starts = Array.from({ length: folds }, (_, fold) => partStart(times, rows.length - (folds - fold) * size))
  return starts.map((start, fold) => {
    const end = starts[fold + 1] ?? rows.length
    const trainEnd = gapStart(times, start, gap)
    if (size === 0 || end === start || trainEnd === 0) {
      const ofGap = gap.gap > 0 ? ` with a gap of ${gapText(gap)}` : ''
      throw tooFew(`${rows.length} rows${ofGap} are`, folds)
    }
    return { train: rows.slice(0, trainEnd).sort(), validation: rows.slice(start, end).sort() }
  })
}

/** @param parts the fold in which each row is validated */
function foldsOf(rows: Uint32Array, parts: Uint8Array, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, fold) => ({
    get train() {
      return otherRows(rows, parts, fold)
    },
    get validation() {
      return takeRows(rows, parts, fold)
    },
  }))
}

function otherRows(rows: Uint32Array, parts: Uint8Array, part: number): Uint32Array {
  const taken = new Uint32Array(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) if (parts[i] !== part) taken[count++] = rows[i] ?? 0
  return taken.slice(0, count)
}

function tooFew(what: string, folds: number): DescentError {
  return new DescentError('unusable-input', `${what} too few for ${folds} folds.`, {
    hint: 'Use fewer folds, or more rows.',
  })
}
