import { seeded } from './random.mjs'
import { shapeNames, tableOf } from './shapes.mjs'
import { encoded, field, lines, plain, record, written } from './writing.mjs'

/**
 * Polluted files in the spirit of Pollock (Vitagliano et al., "Pollock: A Data Loading Benchmark", VLDB 2023): clean
 * tables of several shapes, each with one fault. A file is `{name, fault, bytes, header, rows}`: what a reader that
 * understands it gives, where `header` is null for a table without one.
 */
export function* pollutedFiles() {
  for (const shape of shapeNames) {
    const table = tableOf(shape)
    yield* wholeFile(shape, table)
    yield* byRow(shape, table)
  }
}

const file = (shape, fault, detail, text, { header, rows }, encoding = 'utf-8') => ({
  name: `${shape}_${fault}${detail === '' ? '' : `_${detail}`}.csv`.replaceAll(/[^\w.-]/g, '-'),
  fault,
  bytes: typeof text === 'string' ? encoded(text, encoding) : text,
  header,
  rows,
})

function* wholeFile(shape, table) {
  const { header, rows } = table
  const isNarrow = header.length === 1
  const make = (fault, detail, text, expected = table, encoding = 'utf-8') =>
    file(shape, fault, detail, text, expected, encoding)
  yield make('clean', '', written(table))
  if (!isNarrow) {
    for (const [name, delimiter] of Object.entries(delimiters))
      yield make('delimiter', name, written(table, { delimiter }))
  }
  yield make('quote', 'apostrophe', written(table, { quote: "'" }))
  yield make('quote', 'apostropheAll', written(table, { quote: "'", quoteAll: true }))
  yield make('quote', 'all', written(table, { quoteAll: true }))
  yield make('escape', 'backslash', written(table, { escape: 'backslash' }))
  yield make('escape', 'backslashAll', written(table, { escape: 'backslash', quoteAll: true }))
  for (const [name, lineEnd] of [
    ['lf', '\n'],
    ['cr', '\r'],
  ])
    yield make('recordEnd', name, written(table, { lineEnd }))
  const texts = [header, ...rows].map((cells) => record(cells, plain))
  yield make(
    'recordEnd',
    'mixed',
    lines(texts, plain, (at) => ['\n', '\r\n', '\n'][at % 3]),
  )
  yield make(
    'recordEnd',
    'mixedReturns',
    lines(texts, plain, (at) => ['\r', '\n'][at % 2]),
  )
  yield make('noHeader', '', written({ header: null, rows }), { header: null, rows })
  yield* headers(make, table)
  yield* surroundings(make, table)
  yield* secondTables(make, table, shape)
  yield make('noPayload', '', written({ header, rows: [] }), { header, rows: [] })
  yield make('empty', '', '', { header: null, rows: [] })
  yield make('oneRow', '', written({ header, rows: rows.slice(0, 1) }), { header, rows: rows.slice(0, 1) })
  yield make('twoRows', '', written({ header, rows: rows.slice(0, 2) }), { header, rows: rows.slice(0, 2) })
  yield make('noFinalLineEnd', '', written(table, { final: false }))
  yield make('finalLineEnds', 'two', `${written(table)}\r\n`)
  yield make('finalLineEnds', 'four', `${written(table)}\r\n\r\n\r\n`)
  yield* encodings(make, table)
}

const delimiters = {
  semicolon: ';',
  tab: '\t',
  bar: '|',
  space: ' ',
  commaBlank: ', ',
  semicolonBlank: '; ',
  bars: '||',
  colons: '::',
  caret: '^',
  tilde: '~',
  spacedBar: ' | ',
  hash: '#',
  barTilde: '|~|',
}

function* headers(make, { header, rows }) {
  if (header.length === 1) return
  const upper = header.map((name, at) => (at % 3 === 2 ? '' : `part ${name}`))
  const lower = header.map((name) => `of ${name}`)
  const joined = (...parts) =>
    header.map((_, at) =>
      parts
        .map((part) => part[at])
        .filter((text) => text !== '')
        .join(' '),
    )
  yield make('headerRows', 'two', written({ header: upper, rows: [lower, ...rows] }), {
    header: joined(upper, lower),
    rows,
  })
  const units = header.map((name) => `(${name.toLowerCase()})`)
  yield make('headerRows', 'three', written({ header: upper, rows: [lower, units, ...rows] }), {
    header: joined(upper, lower, units),
    rows,
  })
  const repeated = header.map((name, at) => (at === header.length - 1 ? header[0] : name))
  yield make('duplicateNames', '', written({ header: repeated, rows }), { header: repeated, rows })
  const partly = header.map((name, at) => (at === 1 ? '' : name))
  yield make('emptyName', '', written({ header: partly, rows }), { header: partly, rows })
  const strange = header.map((name, at) => `${name} (%, "${at}")`)
  yield make('strangeNames', '', written({ header: strange, rows }), { header: strange, rows })
}

function* surroundings(make, table) {
  const text = written(table)
  const pad = ','.repeat(table.header.length - 1)
  if (table.header.length > 1) {
    yield make('preamble', 'line', `Report of the sales department\r\n${text}`)
    yield make('preamble', 'lineAndBlank', `Report of the sales department\r\n\r\n${text}`)
    yield make('preamble', 'four', `Report\r\nMade by hand in May\r\nSource: the office\r\n\r\n${text}`)
    yield make('preamble', 'comma', `Report by Smith, Jones\r\n\r\n${text}`)
    yield make('preamble', 'comments', `# made by hand\r\n# in May, 2020\r\n${text}`)
    yield make('footer', 'line', `${text}Source: the statistical office\r\n`)
    yield make('footer', 'blankAndLine', `${text}\r\nSource: the statistical office\r\n`)
    yield make('footer', 'blankAndTwo', `${text}\r\nSource: the statistical office\r\nAll figures without warranty\r\n`)
  }
  if (table.header.length > 2) {
    yield make('preamble', 'delimited', `Report of the sales department${pad}\r\n${text}`)
    yield make('preamble', 'delimitedAndBlank', `Report of the sales department${pad}\r\n${pad}\r\n${text}`)
    yield make('footer', 'delimited', `${text}Source: the statistical office${pad}\r\n`)
    yield make('footer', 'blankAndDelimited', `${text}\r\nSource: the statistical office${pad}\r\n`)
  }
  const blankLines = text.split('\r\n').map((line, at) => (at === 5 && !line.includes('"') ? `${line}\r\n` : line))
  if (!text.includes('\n"') && !/[^\r]\n/.test(text)) yield make('blankLine', '', blankLines.join('\r\n'))
}

function* secondTables(make, table, shape) {
  const width = table.header.length
  if (width === 1) return
  const other = tableOf(shape, 77)
  const cut = (columns, rows) => ({
    header: other.header.slice(0, columns).map((name) => `other ${name}`),
    rows: other.rows.slice(0, rows).map((cells) => cells.slice(0, columns)),
  })
  const more = {
    header: [...other.header.map((name) => `other ${name}`), 'further', 'last'],
    rows: other.rows.map((cells) => [...cells, 'x', '7']),
  }
  const text = written(table)
  const seconds = { less: cut(Math.max(2, width - 2), 10), same: cut(width, 10), more }
  for (const [name, second] of Object.entries(seconds)) {
    if (name === 'less' && width === 2) continue
    yield make('secondTable', `${name}Blank`, `${text}\r\n${written(second)}`)
    yield make('secondTable', `${name}TwoBlanks`, `${text}\r\n\r\n${written(second)}`)
    if (name !== 'same') yield make('secondTable', name, text + written(second))
  }
}

function* encodings(make, table) {
  const text = written(table)
  yield make('encoding', 'utf8Mark', Buffer.from(`\ufeff${text}`))
  for (const label of ['utf-16le', 'utf-16be']) {
    yield make('encoding', label, text, table, label)
    yield make('encoding', `${label}Mark`, `\ufeff${text}`, table, label)
  }
  for (const [label, words] of Object.entries(foreignWords)) {
    const change = (cells, row) =>
      cells.map((cell, at) => (at === cells.length - 1 && row % 2 === 0 ? words[row % words.length] : cell))
    const foreign = { header: table.header, rows: table.rows.map(change) }
    const plainTexts = foreign.rows.map((cells) => cells.map((cell) => cell.replaceAll(/[ãü]/g, 'a')))
    const safe = label === 'windows-1252' ? foreign : { header: table.header, rows: plainTexts.map(change) }
    yield make('encoding', label, written(safe), safe, label)
  }
}

const foreignWords = {
  'windows-1252': ['Müller', 'Größe', 'naïve', 'café', 'São João'],
  'windows-1250': ['Dvořák', 'Žofie Šťastná', 'Třebíč', 'Łódź'],
  'windows-1251': ['Москва', 'Иван Петров', 'Новосибирск', 'цена'],
  shift_jis: ['東京都', 'カタカナ', '山田太郎', '大阪の店'],
  gb18030: ['北京市', '张伟', '上海浦东', '广州天河'],
}

/** Faults of one row, for each row and column; of wide tables a part of them. */
function* byRow(shape, table) {
  const all = [table.header, ...table.rows]
  const random = seeded(5)
  const width = table.header.length
  const step = width > 20 ? 7 : 1
  for (let row = 0; row < all.length; row++) {
    for (let column = 0; column < width; column += step) {
      yield* fieldFaults(shape, all, row, column, random)
    }
    if (width > 1) yield* delimiterFaults(shape, all, row)
  }
}

const replaced = (all, row, cells) => {
  const [header, ...rows] = all.map((own, at) => (at === row ? cells : own))
  return { header, rows }
}

const withRecord = (all, row, text) =>
  lines(
    all.map((cells, at) => (at === row ? text : record(cells, plain))),
    plain,
  )

function* fieldFaults(shape, all, row, column, random) {
  const cells = all[row]
  const fields = cells.map((cell) => field(cell, plain))
  const make = (fault, text, changed) =>
    file(shape, fault, `row${row}_column${column}`, withRecord(all, row, text), replaced(all, row, changed))
  if (cells.length > 1) {
    const more = [...fields.slice(0, column + 1), '', ...fields.slice(column + 1)]
    yield make('surplusDelimiter', more.join(','), [...cells.slice(0, column + 1), '', ...cells.slice(column + 1)])
  }
  const isPlain = (at) => fields[at] === cells[at]
  if (column + 1 < cells.length && isPlain(column) && isPlain(column + 1)) {
    const merged = (list) => [...list.slice(0, column), list[column] + list[column + 1], ...list.slice(column + 2)]
    yield make('missingDelimiter', merged(fields).join(','), merged(cells))
  }
  if (cells[column] === '' || /[\r\n"]/.test(cells[column])) return
  const at = random.pick([0, Math.ceil(cells[column].length / 2), cells[column].length])
  const broken = `${cells[column].slice(0, at)}"${cells[column].slice(at)}`
  const quoted = isPlain(column) ? broken : `"${broken}"`
  // A text that would be quoted with a quote before its comma cannot be told from two texts.
  if (!isPlain(column) && /",/.test(broken)) return
  const texts = fields.map((own, index) => (index === column ? quoted : own))
  yield make(
    'surplusQuote',
    texts.join(','),
    cells.map((own, index) => (index === column ? broken : own)),
  )
}

function* delimiterFaults(shape, all, row) {
  for (const [name, delimiter] of Object.entries({ semicolon: ';', tab: '\t', bar: '|', space: ' ' })) {
    const cells = all[row]
    if (delimiter === ' ' && cells.length < 3) continue
    // Fields are quoted for the file's own delimiter and, as their writer did, for the row's.
    const text = cells
      .map((cell) => field(cell, { ...plain, delimiter: cell.includes(',') ? ',' : delimiter }))
      .join(delimiter)
    yield file(shape, 'otherDelimiter', `row${row}_${name}`, withRecord(all, row, text), replaced(all, row, cells))
  }
}
