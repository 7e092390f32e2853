/**
 * Points of one reading, ten at most, as Pollock counts them: one for reading the file at all, and precision, recall
 * and F1 of the header's names, of the records and of the cells.
 *
 * `found` is null where the reader failed.
 */
export function scoreOf(expected, found) {
  if (found === null) return { total: 0, read: 0, header: 0, records: 0, cells: 0 }
  const header = measure(expected.header ?? [], found.header ?? [])
  const whole = (cells) => JSON.stringify(cells)
  const records = measure(expected.rows.map(whole), found.rows.map(whole))
  const cells = measure(expected.rows.flat(), found.rows.flat())
  const sum = ({ precision, recall, f1 }) => precision + recall + f1
  return {
    total: 1 + sum(header) + sum(records) + sum(cells),
    read: 1,
    header: header.f1,
    records: records.f1,
    cells: cells.f1,
  }
}

/** Precision, recall and F1 of a multiset; of nothing where nothing is to be found all are 1. */
function measure(expected, found) {
  if (expected.length === 0 && found.length === 0) return { precision: 1, recall: 1, f1: 1 }
  const left = new Map()
  for (const one of expected) left.set(one, (left.get(one) ?? 0) + 1)
  let hits = 0
  for (const one of found) {
    const count = left.get(one) ?? 0
    if (count === 0) continue
    left.set(one, count - 1)
    hits++
  }
  const precision = found.length === 0 ? 0 : hits / found.length
  const recall = expected.length === 0 ? 0 : hits / expected.length
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/**
 * How many of a thousand files have a fault: our estimate, of the order that surveys of open-data portals give (van den
 * Burg et al. 2019, Vitagliano et al. 2023). Each file of a fault has its share of the fault's weight.
 */
export const weights = {
  clean: 250,
  delimiter: 180,
  encoding: 90,
  recordEnd: 90,
  preamble: 60,
  footer: 30,
  noHeader: 60,
  headerRows: 35,
  duplicateNames: 25,
  emptyName: 25,
  strangeNames: 15,
  quote: 20,
  escape: 10,
  secondTable: 15,
  noPayload: 5,
  empty: 5,
  oneRow: 5,
  twoRows: 5,
  noFinalLineEnd: 40,
  finalLineEnds: 20,
  blankLine: 15,
  surplusDelimiter: 15,
  missingDelimiter: 15,
  surplusQuote: 10,
  otherDelimiter: 5,
}

/** Means over files: simple, weighted by fault, and by fault. */
export function summary(scores) {
  const byFault = new Map()
  for (const { fault, score } of scores) {
    const list = byFault.get(fault) ?? []
    list.push(score)
    byFault.set(fault, list)
  }
  const mean = (list, key) => list.reduce((sum, score) => sum + score[key], 0) / list.length
  const faults = [...byFault].map(([fault, list]) => ({
    fault,
    files: list.length,
    ...Object.fromEntries(['total', 'read', 'header', 'records', 'cells'].map((key) => [key, mean(list, key)])),
  }))
  const all = faults.reduce((sum, { fault }) => sum + weights[fault], 0)
  return {
    files: scores.length,
    simple: scores.reduce((sum, { score }) => sum + score.total, 0) / scores.length,
    weighted: faults.reduce((sum, { fault, total }) => sum + total * weights[fault], 0) / all,
    faults,
  }
}
