import { Button } from '@mantine/core'
import { useRef } from 'react'
import type { Recipe } from '../../../shared/recipes.ts'
import type { RunConfig } from '../../../shared/training.ts'
import { configSchemaName } from '../../../shared/training/file.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { plural } from '../../../core/words/format.ts'
import { downloadConfig, downloadSchema, type ReadConfig } from './configFile.ts'
import { settingLines } from '../../../core/words/settings/settingLines.ts'
import styles from './train.module.css'

/** What came of the last file that was read. */
export type Imported =
  { name: string; before: RunConfig; read: ReadConfig; error: null } | { name: string; read: null; error: unknown }

/** Settings to and from a file, and what the last one changed. */
export function SettingsFile(props: {
  config: RunConfig | null
  recipe: Recipe
  /** Of the exported file. */
  name: string
  imported: Imported | null
  onFile: (file: File) => void
}) {
  const { config, imported, onFile } = props
  const file = useRef<HTMLInputElement>(null)
  return (
    <section>
      <h3>Settings as a file</h3>
      <p className="small soft">
        The JSON that the command line takes with --config. A file may leave settings out; with the recipe, the command
        line prepares the table as Prepare does. With its schema beside it, an editor checks and completes it.
      </p>
      <div className={styles.panelButtons}>
        <Button size="compact-sm" onClick={() => file.current?.click()}>
          Import settings
        </Button>
        <Button
          size="compact-sm"
          disabled={config === null}
          onClick={() => config !== null && downloadConfig(config, props.name)}
        >
          Export settings
        </Button>
        <Button
          size="compact-sm"
          disabled={config === null}
          onClick={() => config !== null && downloadConfig(config, props.name, props.recipe)}
        >
          Export with the recipe
        </Button>
        <Button size="compact-sm" title={`Saves ${configSchemaName}`} onClick={downloadSchema}>
          Save JSON Schema
        </Button>
      </div>
      <div role="status">
        {imported !== null && imported.read === null && <FailureNote error={imported.error} />}
        {imported !== null && imported.read !== null && <ImportReport {...imported} />}
      </div>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="Settings file"
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          if (chosen !== undefined) onFile(chosen)
          event.currentTarget.value = ''
        }}
      />
    </section>
  )
}

function ImportReport({ name, before, read }: { name: string; before: RunConfig; read: ReadConfig }) {
  const { config, leftOut, passedOver } = read
  const changes = differences(before, config)
  return (
    <div className={styles.imported}>
      <p>
        <strong>{name}</strong>{' '}
        {changes.length === 0 ? 'changed nothing.' : `changed ${plural(changes.length, 'setting')}:`}
      </p>
      <ul>
        {changes.map(({ label, from, to }) => (
          <li key={label}>
            {label}: {from} → {to}
          </li>
        ))}
      </ul>
      {leftOut.length > 0 && <p className="soft">Not in the file, as they were: {leftOut.join(', ')}.</p>}
      {passedOver.length > 0 && <p className="soft">Passed over: {passedOver.join('; ')}.</p>}
    </div>
  )
}

/** What is listed of two configurations and differs. */
export function differences(before: RunConfig, after: RunConfig): { label: string; from: string; to: string }[] {
  const was = new Map(settingLines(before).map(({ label, value }) => [label, value]))
  const is = new Map(settingLines(after).map(({ label, value }) => [label, value]))
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((label) => {
    const [from, to] = [was.get(label) ?? 'not set', is.get(label) ?? 'not set']
    return from === to ? [] : [{ label, from, to }]
  })
}
