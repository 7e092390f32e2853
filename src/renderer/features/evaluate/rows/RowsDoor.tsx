import { Button, Drawer } from '@mantine/core'
import { createContext, type ReactNode, useContext, useState } from 'react'
import type { RowsBehind } from '../../../../shared/evaluation.ts'
import { useCall } from '../../../app/data.tsx'
import { useRoute } from '../../../app/route.ts'
import { splitWords } from '../evaluateViews.ts'
import type { EvaluateViewProps } from '../viewProps.ts'
import { behindText } from './behindText.ts'
import { RowsPanel } from './RowsPanel.tsx'
import styles from './door.module.css'

const DoorContext = createContext<(behind: RowsBehind) => void>(() => undefined)

/** What a mark of an evaluation calls to show the rows behind it. */
export function useRowsDoor(): (behind: RowsBehind) => void {
  return useContext(DoorContext)
}

/**
 * Shows, at the right of what it holds, the rows behind the mark that was chosen last. The page makes room for them, so that
 * the marks stay in reach; made wider, they lie over it.
 */
export function RowsDoor({ children, ...view }: EvaluateViewProps & { children: ReactNode }) {
  const { project, run, split, epoch } = view
  const [opened, setOpened] = useState<{ of: string; behind: RowsBehind } | null>(null)
  const [isWide, setIsWide] = useState(false)
  const { view: shown } = useRoute()
  const of = JSON.stringify([run.id, split, epoch, shown])
  // Marks of another run or split have other rows, and another view has other marks.
  const behind = opened?.of === of ? opened.behind : null
  const { data: evaluation } = useCall(
    'evaluation.get',
    behind === null ? null : { project: project.id, run: run.id, split, ...(epoch === undefined ? {} : { epoch }) },
  )
  const classes = evaluation?.task === 'classification' ? evaluation.classes : []
  const text = behind === null ? '' : behindText(behind, (index) => classes[index] ?? `class ${index + 1}`, run.target)
  const title = `${splitWords[split].name} rows: ${text}`
  return (
    <DoorContext value={(next) => setOpened({ of, behind: next })}>
      {children}
      {behind !== null && !isWide && <span hidden className={styles.beside} />}
      <Drawer
        opened={behind !== null}
        onClose={() => setOpened(null)}
        position="right"
        size={isWide ? 'min(1200px, 80vw)' : 'var(--rows-width)'}
        withOverlay={false}
        trapFocus={false}
        lockScroll={false}
        title={title}
        classNames={{ content: styles.content ?? '', body: styles.body ?? '', title: styles.title ?? '' }}
        closeButtonProps={{ 'aria-label': 'Close the rows' }}
      >
        {behind !== null && (
          <RowsPanel
            key={JSON.stringify([of, behind])}
            project={project}
            question={{ run, split, epoch, behind }}
            label={title}
            tools={
              <Button size="compact-sm" onClick={() => setIsWide(!isWide)}>
                {isWide ? 'Narrower' : 'Wider'}
              </Button>
            }
          />
        )}
      </Drawer>
    </DoorContext>
  )
}
