import type { Finding } from '../../shared/datasets.ts'
import { isNumericColumn, type TableColumn } from '../table.ts'
import { ignoreRemedy } from './columns.ts'
import type { Target } from './target.ts'

/** |r| above this is no honest relation but the same quantity twice. */
const suspiciousCorrelation = 0.9999
const leastRows = 10

/**
 * Features that say the target outright: a category or number whose values and the classes match one to one, or a
 * number in (almost) exact linear relation to the target.
 */
export function findLeaks(features: readonly TableColumn[], target: Target, used: Uint32Array): Finding[] {
  if (used.length < leastRows) return []
  const findings: Finding[] = []
  for (const feature of features) {
    const leaks =
      target.task === 'classification'
        ? matchesOneToOne(feature, target.codes, target.classes.length, used)
        : isNumericColumn(feature) && Math.abs(correlation(feature.values, target.values, used)) > suspiciousCorrelation
    if (!leaks) continue
    findings.push({
      kind: 'targetLeak',
      severity: 'warning',
      column: feature.name,
      message: `“${feature.name}” gives “${target.name}” away: it says the same in other words. If it is not known when the model is used, results will look far better than they are.`,
      remedies: [ignoreRemedy(feature.name)],
    })
  }
  return findings
}

/** Whether each value goes with one class and each class with one value; rows where the feature is missing are left out. */
function matchesOneToOne(feature: TableColumn, classes: Int32Array, classCount: number, used: Uint32Array): boolean {
  const classOf = new Map<number, number>()
  const valueOf = new Map<number, number>()
  for (const row of used) {
    const value = isNumericColumn(feature) ? (feature.values[row] ?? NaN) : (feature.codes[row] ?? -1)
    if (isNumericColumn(feature) ? Number.isNaN(value) : value < 0) continue
    const code = classes[row] ?? -1
    if ((classOf.get(value) ?? code) !== code || (valueOf.get(code) ?? value) !== value) return false
    classOf.set(value, code)
    valueOf.set(code, value)
  }
  return valueOf.size === classCount
}

/** Pearson's r over the rows that have both values; 0 where it is not defined. */
function correlation(x: Float64Array, y: Float64Array, used: Uint32Array): number {
  let count = 0
  let meanX = 0
  let meanY = 0
  let squaresX = 0
  let squaresY = 0
  let products = 0
  for (const row of used) {
    const a = x[row] ?? NaN
    const b = y[row] ?? NaN
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue
    // Welford's update for both moments and the product.
    count++
    const deltaX = a - meanX
    const deltaY = b - meanY
    meanX += deltaX / count
    meanY += deltaY / count
    squaresX += deltaX * (a - meanX)
    squaresY += deltaY * (b - meanY)
    products += deltaX * (b - meanY)
  }
  if (count < leastRows || !(squaresX > 0) || !(squaresY > 0)) return 0
  return products / Math.sqrt(squaresX) / Math.sqrt(squaresY)
}
