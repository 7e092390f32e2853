import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { downloadConfig } from './configFile.ts'
import type { Run } from '../../../shared/runs.ts'
import { layersOf } from './runViews.ts'
import { NetworkDrawing } from './NetworkDrawing.tsx'
import { settingLines } from '../../../core/words/settings/settingLines.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import styles from './train.module.css'

/** The right region while a run is looked at: what is said of it, its settings and its network. */
export function RunPanel({ run, onReuse, children }: { run: Run; onReuse: () => void; children: ReactNode }) {
  return (
    <SidePanel title={run.name}>
      {children}
      <h3>Settings</h3>
      <dl className={styles.settings}>
        {settingLines(run.config).map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.panelButtons}>
        <Button size="compact-sm" onClick={onReuse}>
          New run with these settings
        </Button>
        <Button size="compact-sm" onClick={() => downloadConfig(run.config, run.name)}>
          Export settings
        </Button>
        <Button size="compact-sm" onClick={() => downloadConfig(run.config, run.name, run.recipe)}>
          Export with the recipe
        </Button>
      </div>
      {run.inputs > 0 && (
        <>
          <h3>Network</h3>
          <NetworkDrawing layers={layersOf(run)} inputs={run.inputs} />
        </>
      )}
    </SidePanel>
  )
}
