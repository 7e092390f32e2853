import { exportFormats } from '../../../../shared/exports.ts'
import { useCall } from '../../../app/data.tsx'
import { Card } from '../../../components/Page.tsx'
import { ExportFormatRow } from './ExportFormatRow.tsx'
import styles from './export.module.css'

/** The model with its preparation inside, in the formats of other programs, checked before it is handed over. */
export function ExportModel({ project, run }: { project: string; run: string }) {
  const refusals = useCall('exports.refusals', { project, run }).data ?? []
  return (
    <Card title="Take the model away" label="Take the model away">
      <p className="soft">
        The whole preparation is inside: raw columns go in, predictions come out. Each file is run on rows that were
        held back and compared with Descent’s own predictions before you get it.
      </p>
      <ul className={styles.formats}>
        {exportFormats.map((format) => (
          <ExportFormatRow
            key={format}
            project={project}
            run={run}
            format={format}
            refusal={refusals.find((refusal) => refusal.format === format) ?? null}
          />
        ))}
      </ul>
    </Card>
  )
}
