import { basename, resolve } from 'node:path'
import type { ColumnSummary } from '../../../shared/datasets.ts'
import type { TargetReport } from '../../../shared/recipes.ts'
import { resolveColumn } from '../columns.ts'
import type { ReadSummary } from '../../datasets/reader/types.ts'
import { parseArguments } from '../arguments.ts'
import { exitCodes } from '../exitCodes.ts'
import { importArguments, importHelp, importOptions } from '../importOptions.ts'
import type { Command } from '../main.ts'
import { openReader } from '../reader.ts'
import { KeptValues, relationObject, withTarget } from './profileTarget.ts'

const usage =
  'descent profile <file> [--target COL] [--sheet S] [--range R] [--table N] [--delimiter D] [--encoding E] [--no-header] [--json]'

export const profileCommand: Command = {
  usage,
  help: `Shows the columns of a file: kinds, statistics and warnings.

${importHelp}
  --target COL     also how closely each column goes with this one, and what gives it away
  --json           one object on standard output`,

  async run(argv, { place, console, json, interrupt }) {
    const { values, positionals } = parseArguments(
      argv,
      usage,
      { ...importArguments, target: { type: 'string' } },
      { least: 1, most: 1 },
    )
    const path = resolve(positionals[0] ?? '')
    const reader = await openReader(place.entries)
    const kept = values.target === undefined ? null : new KeptValues()
    const summary = await reader.read(
      path,
      basename(path),
      importOptions(values),
      {
        chunk: async (chunk) => kept?.take(chunk),
        origins: async () => {},
        progress: (fraction, rows) =>
          console.progress({ stage: 'read', fraction, detail: `${rows} rows`, secondsLeft: null }),
      },
      interrupt.signal,
    )
    console.endProgress()
    const names = summary.columns.map(({ name }) => name)
    const report =
      values.target === undefined || kept === null
        ? null
        : kept.report(summary, resolveColumn(values.target, names, path), place.entries.addon)
    if (json) console.object(profileObject(summary, report))
    else console.print(profileText(summary, report, basename(path)))
    return exitCodes.done
  },
}

/** What `profile --json` prints; with a target each column's relation with it, null where there is none. */
export function profileObject(read: ReadSummary, report: TargetReport | null): unknown {
  const summary = report === null ? read : withTarget(read, report)
  return {
    ...(report === null ? {} : { target: report.target }),
    rows: summary.rows,
    columns: summary.columns.map((column) => ({
      name: column.name,
      kind: column.kind,
      missing: column.missing,
      missingMarkers: column.missingMarkers,
      unparsed: column.unparsed,
      distinct: column.distinct,
      min: column.min,
      max: column.max,
      mean: column.mean,
      std: column.std,
      quartiles: column.quartiles,
      top: column.top,
      warnings: column.warnings.map(({ kind, message }) => ({ kind, message })),
      ...(report === null ? {} : { relation: relationObject(report, column.name) }),
    })),
    warnings: summary.findings.map(({ kind, message }) => ({ kind, message })),
    irregular: summary.irregular,
    source: { ...summary.source, options: undefined },
  }
}

function profileText(read: ReadSummary, report: TargetReport | null, fileName: string): string {
  const summary = report === null ? read : withTarget(read, report)
  const header = ['column', 'kind', 'missing', 'distinct', 'min', 'median', 'max', 'mean', 'most frequent']
  const rows = summary.columns.map(textRow)
  if (report !== null) {
    header.splice(2, 0, `with ${report.target}`)
    for (const [at, { name }] of summary.columns.entries()) {
      rows[at]?.splice(2, 0, relationObject(report, name)?.value.toFixed(2) ?? '')
    }
  }
  const widths = header.map((title, i) =>
    Math.min(32, Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length))),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.slice(0, 32).padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const findings = [...summary.findings, ...summary.columns.flatMap(({ warnings }) => warnings)]
  return [
    `${fileName}: ${summary.rows} rows, ${summary.columns.length} columns`,
    '',
    line(header),
    ...rows.map(line),
    ...(findings.length === 0 ? [] : ['', ...findings.map(({ message }) => `- ${message}`)]),
  ].join('\n')
}

function textRow(column: ColumnSummary): string[] {
  const isDate = column.kind === 'date'
  const number = (value: number | null | undefined) => {
    if (value === null || value === undefined) return ''
    return isDate ? new Date(value).toISOString().slice(0, 10) : String(Number(value.toPrecision(6)))
  }
  const top = column.top[0]
  const isCounted = column.kind !== 'number' && !isDate && top !== undefined
  return [
    column.name,
    column.kind,
    String(column.missing),
    String(column.distinct),
    number(column.min),
    number(column.quartiles?.[1]),
    number(column.max),
    number(column.mean),
    isCounted ? `${top.value} (${top.count})` : '',
  ]
}
