import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateBoolean, evaluateNumber, evaluateText } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import { isFormulaProblem, readFormula, valueOfColumn } from '../../../src/core/formula/formula.ts'
import { parseFormula } from '../../../src/core/formula/parse.ts'
import { isFalse } from '../../../src/core/formula/values.ts'
import { interpret } from './interpreter.ts'
import { tableOfRows } from './table.ts'
import { anyRow, bare, columnsOfType, print, treesOfType, type Cell, type ColumnType, type Row } from './trees.ts'

/** What the studio makes of a formula in each row; of a condition null where it is neither true nor false. */
function evaluated(formula: string, rows: readonly Row[]): Cell[] {
  const table = tableOfRows(rows)
  const read = readFormula(formula, new Map(table.columns.map((column) => [column.name, valueOfColumn(column)])))
  if (isFormulaProblem(read)) throw new Error(read.message)
  const source = tableSource(table)
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
