import type { CallInput } from '../../../shared/contract.ts'
import type { PairDependenceReport } from '../../../shared/explain.ts'
import { formatValue } from '../../../core/words/values.ts'
import { rangeOf } from '../../charts/surfacePixels.ts'
import { HeatChart } from './charts/HeatChart.tsx'
import { placeNames } from './charts/dependenceLines.ts'
import { Explained } from './Explained.tsx'
import { useExplanation } from './useExplanation.ts'
import { rowsText } from './words.ts'
import styles from './explain.module.css'

/** The mean prediction over two columns at once. */
export function PairDependence(props: {
  of: Omit<CallInput<'explain.pair'>, 'job' | 'x' | 'y'>
  x: string
  y: string
  output: number
  what: string
  runName: string
}) {
  const { of, x, y, output, what, runName } = props
  const explanation = useExplanation('explain.pair', { ...of, x, y })
  return (
    <Explained explanation={explanation} title={`Varying ${x} and ${y}`}>
      {(report) => (
        <>
          <div className={styles.chart} style={{ height: 500 }}>
            <Heat report={report} output={output} what={what} runName={runName} />
          </div>
          <p className="soft small">
            The mean over {rowsText(report.rows, report.ofRows)} with both columns set, all else as it is. Pale cells
            have no training row near them: what is predicted there is a guess. Where rows of the picture differ by more
            than a shift, the columns act together.
          </p>
        </>
      )}
    </Explained>
  )
}

function Heat(props: { report: PairDependenceReport; output: number; what: string; runName: string }) {
  const { report, output, what, runName } = props
  const [xs, ys] = [placeNames(report.x.grid), placeNames(report.y.grid)]
  const wide = xs.length
  const values = report.means[output] ?? []
  // Numbers grow upwards, levels stand from the top on.
  const turned = report.y.grid.kind !== 'category'
  const cellOf = (cell: number) => {
    const [column, line] = [cell % wide, Math.floor(cell / wide)]
    return (turned ? ys.length - 1 - line : line) * wide + column
  }
  const range = rangeOf(values.filter((value) => value !== null))
  return (
    <HeatChart
      title={`${report.x.name}, ${report.y.name} and the ${what}`}
      summary={`The mean ${what} over ${report.x.name} and ${report.y.name}: from ${formatValue(range.low)} to ${formatValue(range.high)}.`}
      fileName={`${runName} ${report.x.name} and ${report.y.name}`}
      xLabel={report.x.name}
      yLabel={report.y.name}
      xs={xs}
      ys={turned ? ys.toReversed() : ys}
      values={values.map((_, cell) => values[cellOf(cell)] ?? null)}
      doubtful={(cell) => ((report.counts[cellOf(cell)] ?? 0) === 0 ? 'no training row near' : null)}
    />
  )
}
