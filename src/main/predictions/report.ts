import type { PredictionGap, PredictionReport, ReadOtherwise } from '../../shared/predictions.ts'
import type { UnitTally } from '../../core/passport/rowFlags.ts'
import type { PredictedColumns } from '../compute/protocol.ts'
import type { RowsFileSummary } from '../rowsFile/types.ts'

const EXAMPLES = 5
const PREVIEW_ROWS = 20
/** Differences of reading that are told; of a file of another kind every column has some. */
const MOST_DIFFERENCES = 100

interface Tally {
  rows: number
  examples: Set<string>
}

/** Sums up what the batches of a file looked like to the model. */
export class ReportBuilder {
  readonly #unseen = new Map<string, Tally>()
  readonly #unparsed = new Map<string, Tally>()
  readonly #outOfRange = new Map<string, Tally>()
  /** By their JSON: the batches of a file tell the same things. */
  readonly #readOtherwise = new Map<string, ReadOtherwise>()
  readonly #units = new Map<string, UnitTally>()
  readonly #incomplete = new Map<string, number>()
  readonly #preview: string[][] = []
  #header: string[] = []
  #added: string[] = []
  #missingColumns: string[] = []
  #unusedColumns: string[] = []
  #rows = 0
  #unpredicted = 0
  #apart: number | null = null
  readonly #gaps = new Map<string, PredictionGap>()

  /** Rows so far. */
  get rows(): number {
    return this.#rows
  }

  /** Rows that the preview has still room for. */
  get wantedForPreview(): number {
    return PREVIEW_ROWS - this.#preview.length
  }

  /** Called once, with the file's columns, the output's columns and the model's. */
  columns(file: readonly string[], output: string[], wanted: readonly string[], target: string): void {
    this.#header = output
    this.#added = output.slice(file.length)
    this.#missingColumns = wanted.filter((name) => !file.includes(name))
    this.#unusedColumns = file.filter((name) => !wanted.includes(name) && name !== target)
  }

  /** @param begin the first rows of the output, so many as are still `wantedForPreview` */
  batch(batch: PredictedColumns, rows: number, begin: readonly string[][]): void {
    this.#rows += rows
    this.#preview.push(...begin)
    this.#unpredicted += batch.unpredicted
    if (batch.apart !== null) this.#apart = (this.#apart ?? 0) + batch.apart
    for (const { rows, ...cause } of batch.gaps) {
      const key = JSON.stringify(cause)
      this.#gaps.set(key, { ...cause, rows: rows + (this.#gaps.get(key)?.rows ?? 0) })
    }
    for (const note of batch.notes) {
      add(this.#unseen, note.column, note.unseen)
      add(this.#unparsed, note.column, note.unparsed)
      add(this.#outOfRange, note.column, note.outOfRange)
      this.readOtherwise(note.readOtherwise)
    }
    for (const { rows, ...looksLike } of batch.units) {
      const key = JSON.stringify(looksLike)
      this.#units.set(key, { ...looksLike, rows: rows + (this.#units.get(key)?.rows ?? 0) })
    }
    for (const { column, rows } of batch.incomplete) {
      this.#incomplete.set(column, (this.#incomplete.get(column) ?? 0) + rows)
    }
  }

  readOtherwise(differences: readonly ReadOtherwise[]): void {
    for (const difference of differences) this.#readOtherwise.set(JSON.stringify(difference), difference)
  }

  /** @param written what was said of the file of predictions */
  build(written: RowsFileSummary): Omit<PredictionReport, 'artifact' | 'fileName'> {
    const withExamples = (tallies: Map<string, Tally>) =>
      [...tallies].map(([column, { rows, examples }]) => ({ column, rows, examples: [...examples] }))
    return {
      rows: this.#rows,
      missingColumns: this.#missingColumns,
      unusedColumns: this.#unusedColumns,
      unseen: withExamples(this.#unseen),
      unparsed: withExamples(this.#unparsed),
      outOfRange: [...this.#outOfRange].map(([column, { rows }]) => ({ column, rows })),
      units: [...this.#units.values()].toSorted((a, b) => b.rows - a.rows).slice(0, MOST_DIFFERENCES),
      apart: this.#apart,
      readOtherwise: [...this.#readOtherwise.values()].slice(0, MOST_DIFFERENCES),
      incomplete: [...this.#incomplete].map(([column, rows]) => ({ column, rows })),
      unpredicted: this.#unpredicted,
      gaps: [...this.#gaps.values()].toSorted((a, b) => b.rows - a.rows),
      added: this.#added,
      ...written,
      preview: { columns: this.#header, rows: this.#preview },
    }
  }
}

function add(tallies: Map<string, Tally>, column: string, found: { rows: number; examples: string[] }): void {
  if (found.rows === 0) return
  let tally = tallies.get(column)
  if (tally === undefined) {
    tally = { rows: 0, examples: new Set() }
    tallies.set(column, tally)
  }
  tally.rows += found.rows
  for (const example of found.examples) if (tally.examples.size < EXAMPLES) tally.examples.add(example)
}
