import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluateBoolean, evaluateNumber, evaluateText } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import { noWords, yesWords } from '../../../src/core/formula/booleans.ts'
import { isFormulaProblem, readFormula, valueOfColumn } from '../../../src/core/formula/formula.ts'
import { formulaFunctions, functionNamed } from '../../../src/core/formula/functions.ts'
import type { ColumnKind } from '../../../src/shared/datasets.ts'
import { coded, dates, numbers, tableOf } from '../../support/tables.ts'

const table = tableOf(
  numbers('x', [1000, -2.5, null, 0]),
  dates('when', ['2024-02-29T13:00:00Z', '1969-12-31T23:59:59.999Z', null, '2000-01-01']),
  coded('word', ['Ä b', 'c', null, '']),
  coded('flag', ['Yes', 'NO', null, 'perhaps'], 'boolean'),
)

function values(formula: string): (number | string | boolean | null)[] {
  const read = readFormula(formula, new Map(table.columns.map((column) => [column.name, valueOfColumn(column)])))
  if (isFormulaProblem(read)) throw new Error(read.message)
  const source = tableSource(table)
  const { value } = read
  switch (value.type) {
    case 'number':
    case 'date':
      return Array.from(evaluateNumber(source, 4, value.x), (x) => (Number.isNaN(x) ? null : x))
    case 'text': {
      const { codes, levels } = evaluateText(source, 4, value.text)
      return Array.from(codes, (code) => levels[code] ?? null)
    }
    case 'boolean':
      return Array.from(evaluateBoolean(source, 4, value.isTrue), (yes) => yes === 1)
  }
}

describe('functions', () => {
  it.each([
    ['log10(x)', [3, null, null, null]],
    ['log2(x / 1000 * 8)', [3, null, null, null]],
    ['round(x / 7, 2)', [142.86, -0.36, null, 0]],
    ['round(x, -3)', [1000, -0, null, 0]],
    ['round(x)', [1000, -2, null, 0]],
    ['1 / x', [0.001, -0.4, null, null]],
    ['1 / (1 / x)', [1000, -2.5, null, null]],
    ['x ^ 0', [1, 1, null, 1]],
    ['1 ^ x', [1, 1, null, 1]],
    ['isMissing(1 / x)', [false, false, true, true]],
    ['exp(ln(x - x))', [null, null, null, null]],
    ['min(1 / x, 5)', [0.001, -0.4, null, null]],
    ['x % 3', [1, 0.5, null, 0]],
    ['x % 0', [null, null, null, null]],
    ['coalesce(1 / x, x, -1)', [0.001, -0.4, -1, 0]],
    ['if(x > 0, 1, missing)', [1, null, null, null]],
    ['if(x > 0, 1, 0)', [1, 0, null, 0]],
    ['not (x > 0)', [false, true, false, true]],
    ['x > 0 or not isMissing(word)', [true, true, false, true]],
    ['year(when)', [2024, 1969, null, 2000]],
    ['month(when)', [2, 12, null, 1]],
    ['day(when)', [29, 31, null, 1]],
    ['weekday(when)', [4, 3, null, 6]],
    ['hour(when)', [13, 23, null, 0]],
    ["when - date('2000-01-01')", [8825 + 13 / 24, -10957 - 1 / 86_400_000, null, 0]],
    ['year(when + 366)', [2025, 1971, null, 2001]],
    ["max(when, date('2000-01-01')) = date('2000-01-01')", [false, true, false, true]],
    ["word & '-' & x", ['Ä b-1000', 'c--2.5', null, '-0']],
    ['length(word)', [3, 1, null, 0]],
    ['words(word)', [2, 1, null, 0]],
    ['upper(word)', ['Ä B', 'C', null, '']],
    ["text(x > 0) & concat('!', word)", ['true!Ä b', 'false!c', null, 'false!']],
    ["word in ('c', 'd')", [false, true, false, false]],
    ["word not in ('c', 'd')", [true, false, false, true]],
    ['flag', [true, false, false, false]],
    ['not flag', [false, true, false, false]],
    ["flag = 'Yes'", [true, false, false, false]],
    ['isMissing(flag)', [false, false, true, true]],
  ])('%s', (formula, expected) => {
    const found = values(formula)
    for (const [row, value] of expected.entries()) {
      if (typeof value === 'number') expect(found[row]).toBeCloseTo(value, 6)
      else expect(found[row]).toBe(value)
    }
  })

  it('are found in any case', () => {
    expect(functionNamed('ISMISSING')?.name).toBe('isMissing')
    expect(functionNamed('nothing')).toBeNull()
  })
})

/** A column of the type for each name in the examples. */
const exampleColumns: Record<string, ColumnKind> = {
  ...Object.fromEntries(
    ['age', 'price', 'weight', 'balance', 'hours', 'width', 'height', 'area', 'distance', 'income', 'population'].map(
      (name) => [name, 'number' as const],
    ),
  ),
  ...Object.fromEntries(['size', 'visits', 'rate', 'slope', 'score', 'floor'].map((name) => [name, 'number' as const])),
  ...Object.fromEntries(['time', 'ordered', 'built'].map((name) => [name, 'date' as const])),
  ...Object.fromEntries(
    ['cabin', 'wing', 'city', 'country', 'comment', 'code'].map((name) => [name, 'category' as const]),
  ),
}

describe('the help', () => {
  const columns = new Map(
    Object.entries(exampleColumns).map(([name, kind]) => [name, valueOfColumn({ name, kind })] as const),
  )

  it.each(formulaFunctions.map((entry) => [entry.name, entry] as const))(
    'has a working example of %s',
    (name, entry) => {
      expect(entry.usage.startsWith(`${name}(`)).toBe(true)
      expect(entry.help).toMatch(/\.$/)
      expect(entry.example).toContain(`${name}(`)
      const read = readFormula(entry.example, columns)
      expect(isFormulaProblem(read) ? read.message : 'fine').toBe('fine')
    },
  )

  it('names no function twice', () => {
    const names = formulaFunctions.map(({ name }) => name.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('words of boolean columns', () => {
  it('are those that the readers know', () => {
    const text = readFileSync(new URL('../../../native/readers/src/values/booleans.rs', import.meta.url), 'utf8')
    const pairs = [...text.matchAll(/\["([^"]+)", "([^"]+)"\]/g)].slice(0, 27)
    const known = [...pairs.map(([, no, yes]) => [no, yes]), ['0', '1']]
    expect(pairs.length).toBeGreaterThanOrEqual(26)
    expect(new Set(known.map(([no]) => no))).toEqual(new Set(noWords))
    expect(new Set(known.map(([, yes]) => yes))).toEqual(new Set(yesWords))
  })
})
