import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { navigate, useRoute } from '../../app/route.ts'
import type { EvaluateViewProps } from '../evaluate/viewProps.ts'
import { ChangesPanel } from './ChangesPanel.tsx'
import { ColumnPanel } from './ColumnPanel.tsx'
import { ImportancePanel } from './ImportancePanel.tsx'
import { LayerPanel } from './LayerPanel.tsx'
import { OverallPanel } from './OverallPanel.tsx'
import { RowPanel } from './RowPanel.tsx'
import styles from './explain.module.css'

const panels = [
  { name: 'importance', label: 'What matters', meaning: 'How much worse the model does without a column.' },
  { name: 'overall', label: 'All rows', meaning: 'What each column adds to the predictions, row by row.' },
  { name: 'column', label: 'One column', meaning: 'How the prediction changes as a column takes other values.' },
  { name: 'row', label: 'One row', meaning: 'What each column adds to the prediction of one row.' },
  {
    name: 'changes',
    label: 'What would change it',
    meaning: 'The smallest changes after which a row is predicted otherwise.',
  },
  { name: 'layer', label: 'First layer', meaning: 'Which inputs the network listens to.' },
] as const
type PanelName = (typeof panels)[number]['name']

/** Why the model predicts as it does: over all rows, by column, and for one row. */
export function ExplainView(props: EvaluateViewProps) {
  const route = useRoute()
  const [chosen, setChosen] = useState<PanelName>(route.row === null ? 'importance' : 'row')
  const [seen, setSeen] = useState(route.row)
  if (seen !== route.row) {
    // A row that was opened elsewhere is to be seen.
    setSeen(route.row)
    if (route.row !== null && chosen !== 'changes') setChosen('row')
  }
  const row = route.row ?? 0
  const onRow = (next: number) => navigate({ row: next })
  const panel = panels.find(({ name }) => name === chosen) ?? panels[0]
  return (
    <>
      <div className={styles.choice}>
        <SegmentedControl
          aria-label="What to explain"
          value={panel.name}
          onChange={(value) => {
            const found = panels.find(({ name }) => name === value)
            if (found !== undefined) setChosen(found.name)
          }}
          data={panels.map(({ name, label }) => ({ value: name, label }))}
        />
        <span className="soft small">{panel.meaning}</span>
      </div>
      <Panel {...props} name={panel.name} row={row} onRow={onRow} />
    </>
  )
}

function Panel({ name, ...props }: EvaluateViewProps & { name: PanelName; row: number; onRow: (row: number) => void }) {
  switch (name) {
    case 'importance':
      return <ImportancePanel {...props} />
    case 'overall':
      return <OverallPanel {...props} />
    case 'column':
      return <ColumnPanel {...props} />
    case 'row':
      return <RowPanel {...props} />
    case 'changes':
      return <ChangesPanel {...props} />
    case 'layer':
      return <LayerPanel {...props} />
  }
}
