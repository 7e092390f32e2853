import { Button, CopyButton } from '@mantine/core'
import type { Project } from '../../../../shared/projects.ts'
import type { Run } from '../../../../shared/runs.ts'
import { Card } from '../../../components/Page.tsx'
import { terminalCommands } from './commands.ts'
import styles from './serve.module.css'

/** How other programs ask the model while it stays in its project. */
export function ServeCard({ project, run }: { project: Project; run: Run }) {
  const { file, server } = terminalCommands(project, run)
  return (
    <Card title="Use it from a terminal" label="Use it from a terminal">
      <ul className={styles.commands}>
        <Command name="Prediction server" command={server}>
          Answers rows sent as JSON, on this machine alone (127.0.0.1). Its /openapi.json says what it takes.
        </Command>
        <Command name="Predict a file" command={file}>
          Every row of a file, for scripts and schedules.
        </Command>
      </ul>
    </Card>
  )
}

function Command({ name, command, children }: { name: string; command: string; children: string }) {
  return (
    <li className={styles.command}>
      <strong>{name}</strong>
      <div className={styles.words}>
        <span className="soft">{children}</span>
        <code>{command}</code>
      </div>
      <CopyButton value={command}>
        {({ copied, copy }) => (
          <Button onClick={copy} aria-label={`Copy the command: ${name}`}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </li>
  )
}
