import fc from 'fast-check'
import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { onnxFeeds } from '../../../../src/core/export/onnx/feeds.ts'
import { GraphBuilder } from '../../../../src/core/export/onnx/graph.ts'
import { onnxSchema } from '../../../../src/core/export/onnx/metadata.ts'
import { addPreparation } from '../../../../src/core/export/onnx/preparation.ts'
import { describeInput, onnxInputs } from '../../../../src/core/export/onnx/schema.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { needsOf } from '../../../../src/core/recipe/needs.ts'
import { transformInputs } from '../../../../src/core/recipe/transform.ts'
import type { Table } from '../../../../src/core/table.ts'
import { DescentError } from '../../../../src/shared/errors.ts'
import type { FittedRecipe, Step } from '../../../../src/shared/recipes.ts'
import { stepOf } from '../../../support/preparation.ts'
import { graphFile } from '../../../support/onnxGraph.ts'
import { featureSteps, formulasOf, madeUpCalendar } from '../../../support/steps.ts'
import { allRows, featuresArbitrary, numbers, recipeFor, tableOf, targetArbitrary } from '../../../support/tables.ts'

const rows = 24

/**
 * Steps that tell numbers apart to the last digit come first: behind a sine or a logarithm, of which two libraries give
 * different last digits, a value on the edge may fall to either side.
 */
function exactFirst(steps: readonly Step[]): Step[] {
  const isExact = ({ kind }: Step): boolean => kind === 'treatAs' || kind === 'bin'
  return [...steps.filter(isExact), ...steps.filter((step) => !isExact(step))]
}

/** An ONNX file of the preparation alone: outputs `matrix` and, where rows may be left out, `leftOut`. */
function preparationFile(fitted: FittedRecipe): { file: Uint8Array; mayLeaveOut: boolean } {
  const inputs = onnxInputs(fitted)
  const graph = new GraphBuilder([...inputs.map(({ name }) => name), 'matrix', 'leftOut'])
  for (const input of inputs) graph.input(input.name, input.type, describeInput(input))
  const { matrix, leftOut } = addPreparation(graph, fitted, inputs)
  graph.output(matrix, 'matrix', 'float', [null, fitted.inputs.length], '')
  if (leftOut !== null) graph.output(leftOut, 'leftOut', 'bool', [null, 1], '')
  return { file: graphFile(graph), mayLeaveOut: leftOut !== null }
}

/** The file; null where it is refused, because characters of a number as a text are asked for. */
function fileUnlessRefused(fitted: FittedRecipe): ReturnType<typeof preparationFile> | null {
  try {
    return preparationFile(fitted)
  } catch (error) {
    if (error instanceof DescentError && error.message.includes('characters of a number')) return null
    throw error
  }
}

async function expectSameInputs(
  fitted: FittedRecipe,
  { file, mayLeaveOut }: ReturnType<typeof preparationFile>,
  ...tables: Table[]
): Promise<void> {
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3, intraOpNumThreads: 1 })
  try {
    for (const table of tables) await expectSameRows(fitted, session, mayLeaveOut, table)
  } finally {
    await session.release()
  }
}

async function expectSameRows(
  fitted: FittedRecipe,
  session: ort.InferenceSession,
  mayLeaveOut: boolean,
  table: Table,
): Promise<void> {
  const { inputs, kept } = transformInputs(table, fitted, allRows(table))
  const feeds: Record<string, ort.Tensor> = {}
  for (const feed of onnxFeeds(onnxSchema(fitted), table, allRows(table))) {
    const dims = [feed.data.length, 1]
    if (feed.type === 'string') feeds[feed.input] = new ort.Tensor('string', feed.data, dims)
    else if (feed.type === 'float32') feeds[feed.input] = new ort.Tensor('float32', feed.data, dims)
    else feeds[feed.input] = new ort.Tensor('float64', feed.data, dims)
  }
  const outputs = await session.run(feeds)
  const found = outputs['matrix']!.data as Float32Array
  const width = fitted.inputs.length
  const gone = mayLeaveOut ? Array.from(outputs['leftOut']!.data as Uint8Array, Boolean) : []
  expect(Array.from(allRows(table)).filter((row) => gone[row] !== true)).toEqual([...kept])
  for (const [index, row] of kept.entries()) {
    for (let column = 0; column < width; column++) {
      const [own, theirs] = [inputs[index * width + column]!, found[row * width + column]!]
      const gap = Math.abs(own - theirs) / Math.max(1, Math.abs(own))
      if (!(gap < 1e-5))
        expect([row, fitted.inputs[column]?.name, theirs]).toEqual([row, fitted.inputs[column]?.name, own])
    }
  }
}

describe('the preparation in an ONNX file', () => {
  it('gives the network what the studio gives it, whatever the steps', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        featuresArbitrary(rows),
        targetArbitrary(rows),
        featureSteps().map(exactFirst),
        fc.nat({ max: 99 }),
        fc.boolean(),
        async ({ features, others }, target, learned, seed, derive) => {
          const steps = derive ? [...formulasOf(features), ...learned] : learned
          const table = tableOf(target, ...features)
          const recipe = recipeFor('target', { steps, split: { validation: 0.2, test: 0.2, stratify: true, seed } })
          let fitted: FittedRecipe
          try {
            fitted = fitRecipe(table, recipe, { needs: needsOf({ hidden: [] }), calendar: madeUpCalendar }).fitted
          } catch {
            return
          }
          const made = fileUnlessRefused(fitted)
          if (made === null) return
          compared++
          await expectSameInputs(fitted, made, table, tableOf(target, ...others))
        },
      ),
      { numRuns: 100 },
    )
    expect(compared).toBeGreaterThan(25)
  })

  it.each([
    { kinds: 'a scaled number', steps: [stepOf('impute', { method: 'mean' }), stepOf('standardize')] },
    { kinds: 'a filled gap of neighbours', steps: [stepOf('imputeNearest'), stepOf('standardize')] },
    { kinds: 'a filled gap of regressions', steps: [stepOf('imputeIterative')] },
  ])('leaves out the rows whose numbers are beyond float32 in the end: $kinds', async ({ steps }) => {
    const each = Array.from({ length: 12 }, (_, row) => row)
    const tableWith = (x: (row: number) => number | null, y: (row: number) => number | null) =>
      tableOf(numbers('target', each), numbers('x', each.map(x)), numbers('y', each.map(y)))
    const learned = tableWith(
      (row) => row * 1e-9,
      (row) => (row === 5 ? null : row * 1e-7),
    )
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    const { fitted } = fitRecipe(learned, recipeFor('target', { steps, split, task: 'regression' }))
    const other = tableWith(
      (row) => (row % 3 === 0 ? 3e38 : row * 1e-9),
      (row) => (row % 2 === 0 ? null : row * 1e-7),
    )
    expect(transformInputs(other, fitted, allRows(other)).kept).not.toContain(0)
    await expectSameInputs(fitted, preparationFile(fitted), other)
  })

  it('is refused with the reason where the characters of any number are asked for', () => {
    const x = Array.from({ length: 12 }, (_, row) => row / 7)
    const steps = [
      stepOf('treatAs', { as: 'category', columns: ['x'] }),
      stepOf('hash', { columns: ['x'] }),
      stepOf('oneHot'),
    ]
    const { fitted } = fitRecipe(tableOf(numbers('target', x), numbers('x', x)), recipeFor('target', { steps }))
    expect(() => preparationFile(fitted)).toThrow(DescentError)
    expect(() => preparationFile(fitted)).toThrow(/characters of a number/)
  })
})
