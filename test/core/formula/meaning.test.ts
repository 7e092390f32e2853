import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateBoolean, evaluateNumber, evaluateText } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import { isFormulaProblem, readFormula, valueOfColumn } from '../../../src/core/formula/formula.ts'
import { parseFormula } from '../../../src/core/formula/parse.ts'
import { isFalse } from '../../../src/core/formula/values.ts'
import type { TableColumn } from '../../../src/core/table.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'
import { interpret } from './interpreter.ts'
import { anyRow, bare, columnsOfType, print, treesOfType, type Cell, type ColumnType, type Row } from './trees.ts'

function columnOf(name: string, type: ColumnType, rows: readonly Row[]): TableColumn {
  const cells = rows.map((row) => row[name] ?? null)
  if (type === 'number') return numbers(name, cells as (number | null)[])
  if (type === 'date') {
    const milliseconds = (cells as (number | null)[]).map((days) => (days === null ? null : days * 86_400_000))
    return { ...numbers(name, milliseconds), kind: 'date' }
  }
  const texts = cells.map((cell) => (cell === null ? null : String(cell)))
  return coded(name, texts, type === 'boolean' ? 'boolean' : 'category')
}

/** What the studio makes of a formula in each row; of a condition null where it is neither true nor false. */
function evaluated(formula: string, rows: readonly Row[]): Cell[] {
  const columns = (Object.keys(columnsOfType) as ColumnType[]).flatMap((type) =>
    columnsOfType[type].map((name) => columnOf(name, type, rows)),
  )
  const read = readFormula(formula, new Map(columns.map((column) => [column.name, valueOfColumn(column)])))
  if (isFormulaProblem(read)) throw new Error(read.message)
  const source = tableSource(tableOf(...columns))
  const { value } = read
  switch (value.type) {
    case 'number':
    case 'date':
      return Array.from(evaluateNumber(source, rows.length, value.x), (x) => (Number.isNaN(x) ? null : x))
    case 'text': {
      const { codes, levels } = evaluateText(source, rows.length, value.text)
      return Array.from(codes, (code) => levels[code] ?? null)
    }
    case 'boolean': {
      const yes = evaluateBoolean(source, rows.length, value.isTrue)
      const no = evaluateBoolean(source, rows.length, isFalse(value))
      return Array.from(yes, (one, row) => {
        if (one === 1 && no[row] === 1) throw new Error('true and false at once')
        return one === 1 ? true : no[row] === 1 ? false : null
      })
    }
  }
}

function same(found: Cell, expected: Cell): boolean {
  if (typeof found !== 'number' || typeof expected !== 'number') return found === expected
  return Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
}

describe.each(Object.keys(columnsOfType) as ColumnType[])('random formulas of type %s', (type) => {
  it('are printed and parsed again to the same tree', () => {
    fc.assert(
      fc.property(treesOfType[type], (tree) => {
        expect(bare(parseFormula(print(tree)))).toEqual(tree)
      }),
      { numRuns: 200 },
    )
  })

  it('are worked out as a plain interpreter does', () => {
    const rows = fc.array(anyRow, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(treesOfType[type], rows, (tree, table) => {
        // A formula without a column is refused; one that is always missing has no type.
        const formula = print(tree)
        fc.pre(JSON.stringify(tree).includes('"column"'))
        const found = evaluated(formula, table)
        for (const [index, row] of table.entries()) {
          const expected = interpret(tree, row)
          if (!same(found[index] ?? null, expected)) {
            throw new Error(`${formula} is ${String(found[index])}, not ${String(expected)}`)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
