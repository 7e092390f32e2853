const number = (value, digits = 0) => value.toLocaleString('en-US', { maximumFractionDigits: digits })
const megabytes = (bytes) => `${number(bytes / 1e6)} MB`
const times = (ratio) => (ratio === null ? 'absent' : `${number(ratio, 2)} ×`)

const titles = {
  polars: 'polars, dates typed',
  polarsTexts: 'polars',
  duckdb: 'DuckDB',
  pandas: 'pandas',
  papaparse: 'papaparse',
  papaparseTyped: 'papaparse, typed',
  exceljs: 'exceljs',
}

/** The measurements as a person reads them. */
export function table(result) {
  const parts = Object.entries(result).map(([name, one]) => sections[name](one))
  return `${parts.join('\n\n')}\n`
}

const sections = {
  typed(one) {
    const ours = Object.entries(one.ours).map(([, part]) => [`Descent${part.setting && `, ${part.setting}`}`, part])
    const peers = Object.entries(one.peers).map(([name, part]) => [
      `${titles[name]} ${part?.version ?? ''}`.trim(),
      part,
    ])
    return [
      `${number(one.rows)} rows, ${megabytes(one.sizeBytes)} of text to ${megabytes(one.typedBytes)} of typed columns`,
      lines([...ours, ...peers]),
      `The bytes alone: ${number(one.bytesAlone.seconds, 3)} s`,
      `Descent's time over that of polars with dates: ${times(one.ratio.polars)}, of DuckDB: ${times(one.ratio.duckdb)}`,
    ].join('\n')
  },
  import: (one) =>
    `Import into a project: ${number(one.seconds, 2)} s for ${megabytes(one.sizeBytes)}; it wrote ${megabytes(one.writtenBytes)}, for which the disk alone takes ${number(one.disk.seconds, 2)} s`,
  first: (one) =>
    `First ${number(one.rows)} rows and kinds of ${megabytes(one.sizeBytes)}: ${number(one.milliseconds)} ms`,
  workbook: (one) =>
    [
      `A workbook of ${number(one.rows)} rows, ${megabytes(one.sizeBytes)}`,
      lines([
        ['Descent', one.ours],
        [`exceljs ${one.peers.exceljs?.version ?? ''}`.trim(), one.peers.exceljs],
      ]),
      `Descent is ${times(one.ratio.exceljs)} as fast`,
    ].join('\n'),
  tenMillion: (one) =>
    [
      `${number(one.rows)} rows, ${megabytes(one.sizeBytes)} of text to ${megabytes(one.typedBytes)}`,
      lines([['Descent', one.ours]]),
    ].join('\n'),
}

/** A line each: name, seconds, speed, memory as a multiple of Descent's typed columns. */
function lines(rows) {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows
    .map(([name, one]) => {
      if (one === null) return `${name.padEnd(width)}  absent`
      const memory = one.memory === null ? '' : `  ${number(one.memory, 1)} × typed columns`
      return `${name.padEnd(width)}  ${number(one.seconds, 2).padStart(6)} s  ${number(one.megabytesPerSecond).padStart(6)} MB/s${memory}`
    })
    .join('\n')
}
