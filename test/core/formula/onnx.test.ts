import fc from 'fast-check'
import { expect, it } from 'vitest'
import { constant, where } from '../../../src/core/expression/build.ts'
import { evaluateNumber } from '../../../src/core/expression/evaluate.ts'
import { tableSource } from '../../../src/core/expression/source.ts'
import type { NumberExpression } from '../../../src/core/expression/types.ts'
import { isFormulaProblem, readFormula, valueOfColumn } from '../../../src/core/formula/formula.ts'
import { isFalse } from '../../../src/core/formula/values.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import { runInOnnx } from '../../support/onnxGraph.ts'
import { tableOfRows } from './table.ts'
import { anyRow, print, treesOfType, type Tree } from './trees.ts'

/** Functions whose last digit differs from library to library, so that a comparison may turn out otherwise. */
const inexact = /"(?:exp|expm1|ln|log10|log2|log1p|sin|cos|tan|tanh)"|"sign":"\^"/

/** What has no operators; nor has the comparison of two texts that are worked out, which the export refuses. */
const notInOnnx = /"(?:lower|upper|length)"/

const formula = fc
  .oneof(treesOfType.number, treesOfType.boolean)
  .filter((tree: Tree) => {
    const text = JSON.stringify(tree)
    return text.includes('"column"') && !inexact.test(text) && !notInOnnx.test(text)
  })
  .map(print)

it('formulas are in ONNX what they are in the studio', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(formula, { minLength: 1, maxLength: 3 }),
      fc.array(anyRow, { minLength: 6, maxLength: 6 }),
      async (formulas, rows) => {
        const table = tableOfRows(rows)
        const columns = new Map(table.columns.map((column) => [column.name, valueOfColumn(column)]))
        const expressions = formulas.map((text): NumberExpression => {
          const read = readFormula(text, columns)
          if (isFormulaProblem(read)) throw new Error(read.message)
          const { value } = read
          if (value.type === 'number') return value.x
          if (value.type !== 'boolean') throw new Error(text)
          return where(value.isTrue, constant(1), where(isFalse(value), constant(0), constant(NaN)))
        })
        let found: Float64Array[]
        try {
          found = await runInOnnx(table, expressions)
        } catch (error) {
          if (error instanceof DescentError) return
          throw error
        }
        for (const [index, expression] of expressions.entries()) {
          const own = evaluateNumber(tableSource(table), table.rows, expression)
          for (const [row, value] of own.entries()) {
            const other = found[index]![row]!
            const isSame = Number.isNaN(value)
              ? Number.isNaN(other)
              : Math.abs(other - value) <= 1e-12 * Math.max(1, Math.abs(value))
            if (!isSame) throw new Error(`${formulas[index]} is ${other} in ONNX and ${value} here`)
            compared++
          }
        }
      },
    ),
    { numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(500)
})
