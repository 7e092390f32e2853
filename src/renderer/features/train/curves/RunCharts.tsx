import type { Run } from '../../../../shared/runs.ts'
import { RunCurves } from './RunCurves.tsx'
import styles from './curves.module.css'

/** The loss and, beside it, the first metric that was recorded. */
export function RunCharts(props: { project: string; run: Run; kept: number; shown: number | null }) {
  const metric = props.run.config.training.metrics?.[0]
  return (
    <div className={styles.charts}>
      <div className={styles.chart}>
        <RunCurves {...props} first="loss" />
      </div>
      {metric !== undefined && (
        <div className={styles.chart}>
          <RunCurves {...props} first={metric} />
        </div>
      )}
    </div>
  )
}
