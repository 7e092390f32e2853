import type { Program } from '../program/program.ts'
import type { TestVector } from '../program/vectors.ts'
import { block, escaped, isWritable, tag } from './xml.ts'

/** Differences that are still the same: relative, and for numbers near zero in probabilities or in the target's deviations. */
const tolerance = 1e-4

/** The test rows that are predicted, with what Descent predicts of them; nothing where there are none. */
export function modelVerification(
  { inputs, target }: Program,
  outputs: readonly string[],
  vectors: readonly TestVector[],
): string[] {
  const predicted = vectors.filter(
    ({ row, prediction }) =>
      prediction !== null && Object.values(row).every((value) => typeof value !== 'string' || isWritable(value)),
  )
  if (predicted.length === 0) return []
  const unit = target.task === 'regression' ? Math.max(target.std, Number.MIN_VALUE) : 1
  const columns = [...inputs.map(({ name }) => name), ...outputs].map((name, k) => ({ name, column: `c${k + 1}` }))
  const fields = columns.map(({ name, column }, k) => {
    const isInput = k < inputs.length
    const [precision, zeroThreshold] = isInput ? [null, null] : [tolerance, tolerance * unit]
    return tag('VerificationField', { field: name, column, precision, zeroThreshold })
  })
  const rows = predicted.map(({ row, prediction, details }) => {
    const values = [...inputs.map(({ name }) => row[name] ?? null), prediction, ...details]
    return tag(
      'row',
      {},
      values.flatMap((value, k) => {
        const column = columns[k]?.column ?? ''
        return value === null || value === '' ? [] : [tag(column, {}, [escaped(String(value))])]
      }),
    )
  })
  return [
    tag('ModelVerification', { recordCount: rows.length, fieldCount: columns.length }, [
      block('VerificationFields', {}, fields),
      block('InlineTable', {}, rows),
    ]),
  ]
}
