import type { TableColumn } from '../../../core/table.ts'
import { taskOf } from '../../../core/recipe/target.ts'
import type { Relation, TargetReport } from '../../../shared/recipes.ts'
import { decodeColumn } from '../../compute/decodeColumn.ts'
import { relationsOf } from '../../compute/preview.ts'
import { decodeTexts } from '../../datasets/columns/codec.ts'
import { loadReaders } from '../../datasets/native.ts'
import type { ColumnChunk, ReadSummary } from '../../datasets/reader/types.ts'

/** Keeps the typed values of a table while it is read, to measure its columns against a target. */
export class KeptValues {
  readonly #chunks = new Map<number, Uint8Array[]>()

  take({ column, part, bytes }: ColumnChunk): void {
    if (part !== 'values') return
    const chunks = this.#chunks.get(column)
    if (chunks === undefined) this.#chunks.set(column, [bytes])
    else chunks.push(bytes)
  }

  /** How closely every column but free texts goes with the target. */
  report(summary: ReadSummary, target: string, addon: URL): TargetReport {
    const columns = summary.columns.flatMap(({ name, kind }, at): TableColumn[] => {
      if (kind === 'text' && name !== target) return []
      const values = decodeColumn(kind, summary.rows, this.#chunks.get(at) ?? [])
      if (kind === 'number' || kind === 'date') return [{ name, kind, values: new Float64Array(values) }]
      const levels = summary.levels[at]
      return [{ name, kind, codes: new Int32Array(values), levels: levels ? decodeTexts(levels) : [] }]
    })
    const chosen = summary.columns.find(({ name }) => name === target)
    const task =
      chosen === undefined ? 'regression' : taskOf(chosen.kind, chosen.distinct, summary.rows - chosen.missing)
    return relationsOf(loadReaders(addon), { rows: summary.rows, columns }, target, task)
  }
}

/** The summary with what the target adds to it: each finding stands with its column. */
export function withTarget(summary: ReadSummary, { findings }: TargetReport): ReadSummary {
  const columns = summary.columns.map((column) => {
    const more = findings.filter((finding) => finding.column === column.name)
    return more.length === 0 ? column : { ...column, warnings: [...more, ...column.warnings] }
  })
  return { ...summary, columns }
}

/** What `profile --json` says of a column's relation with the target; null where there is none. */
export function relationObject(report: TargetReport, column: string): Omit<Relation, 'column'> | null {
  const found = report.relations.find((relation) => relation.column === column)
  return found === undefined ? null : { measure: found.measure, value: found.value, rows: found.rows }
}
