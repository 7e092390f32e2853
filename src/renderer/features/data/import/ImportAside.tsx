import { Button } from '@mantine/core'
import { assertNever } from '../../../../shared/assertNever.ts'
import type { Finding, Remedy } from '../../../../shared/datasets.ts'
import { toFailure } from '../../../../shared/errors.ts'
import { notifications } from '@mantine/notifications'
import { callHost, useHost } from '../../../app/data.tsx'
import { Findings } from '../../../components/Findings.tsx'
import { plural } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { ColumnSetup } from './ColumnSetup.tsx'
import { emptyDraft } from './draft.ts'
import { FormerOptions, useFormerReading } from './FormerOptions.tsx'
import styles from './ImportAside.module.css'
import { ReadingForm } from './ReadingForm.tsx'
import type { ImportState } from './useImportDraft.ts'

/** Remedies that mean something only once the table is there. */
const needTable: ReadonlySet<Remedy['kind']> = new Set([
  'ignoreColumn',
  'limitLevels',
  'addStep',
  'editStep',
  'moveStep',
  'chooseTarget',
  'transformTarget',
  'dealRows',
  'stratify',
  'showIrregularRows',
])

/** A finding with the remedies that change how the file is read. */
function forFile(finding: Finding): Finding {
  return {
    ...finding,
    remedies: finding.remedies.filter(({ kind }) => !needTable.has(kind)),
  }
}

/** The left side of the import dialog: how the file is read, or how one of its columns is, and what was found. */
export function ImportAside({
  state,
  file,
  pasted,
  project,
  column,
  onColumn,
  onChanged,
}: {
  state: ImportState
  file: string | null
  /** Pasted cells, which are in sight while they are looked at. */
  pasted: boolean
  project: string | null
  column: string | null
  onColumn: (column: string | null) => void
  onChanged: () => void
}) {
  const host = useHost()
  const { inspection, draft } = state
  const former = useFormerReading(file, project, draft, state.replace)
  const setColumn: ImportState['setColumn'] = (name, settings) => {
    onChanged()
    state.setColumn(name, settings)
    onColumn(name)
  }

  const setMarkers = async (name: string, change: (markers: string[]) => string[]) => {
    if (file === null) return
    const settings = draft.columns[name] ?? {}
    try {
      const of = { file, options: draft.options }
      const { missingMarkers } = await callHost(host, 'datasets.previewColumn', { of, column: name, settings })
      const markers = new Set([...missingMarkers.map(({ marker }) => marker), ...(settings.missingMarkers ?? [])])
      setColumn(name, { ...settings, missingMarkers: change([...markers]) })
    } catch (error) {
      const failure = toFailure(error)
      notifications.show({ color: 'red', title: failure.message, message: failure.hint ?? '' })
    }
  }
  const remedy = (chosen: Remedy) => {
    switch (chosen.kind) {
      case 'setKind':
        return setColumn(chosen.column, { ...draft.columns[chosen.column], kind: chosen.columnKind })
      case 'setNumberFormat':
        return setColumn(chosen.column, { kind: 'number', numberFormat: chosen.numberFormat })
      case 'setDateOrder':
        return setColumn(chosen.column, { kind: 'date', dateOrder: chosen.dateOrder })
      case 'keepMarker':
        return void setMarkers(chosen.column, (markers) => markers.filter((marker) => marker !== chosen.marker))
      case 'setMissing':
        return void setMarkers(chosen.column, (markers) => [...markers, chosen.marker])
      case 'readOtherTable':
        return state.change({ table: chosen.table })
      case 'ignoreColumn':
      case 'limitLevels':
      case 'editStep':
      case 'addStep':
      case 'moveStep':
      case 'chooseTarget':
      case 'transformTarget':
      case 'stratify':
      case 'dealRows':
      case 'showIrregularRows':
        return undefined
      default:
        return assertNever(chosen)
    }
  }

  if (inspection === undefined)
    return (
      <aside className={styles.aside}>{pasted && state.error === null && <Loading label="Looking at it…" />}</aside>
    )
  if (column !== null && file !== null)
    return (
      <aside className={styles.aside}>
        <ColumnSetup
          key={column}
          file={file}
          options={draft.options}
          column={column}
          settings={draft.columns[column] ?? {}}
          onChange={(settings) => setColumn(column, settings)}
          onBack={() => onColumn(null)}
        />
      </aside>
    )
  const findings = state.error === null ? inspection.findings.map(forFile) : []
  const changed = Object.keys(draft.options).length + Object.keys(draft.columns).length
  return (
    <aside className={styles.aside}>
      {former !== null && <FormerOptions former={former} />}
      <section className={styles.section}>
        <div className={styles.head}>
          <h2>How it is read</h2>
          {changed > 0 && former?.applied !== true && (
            <Button size="compact-xs" onClick={() => state.replace(emptyDraft)}>
              Detect all
            </Button>
          )}
        </div>
        <ReadingForm
          inspection={inspection}
          pasted={pasted}
          options={draft.options}
          onChange={(part) => {
            onChanged()
            state.change(part)
          }}
        />
      </section>
      {findings.length > 0 && (
        <section className={styles.section}>
          <h2>{plural(findings.length, 'finding')}</h2>
          <Findings findings={findings} onRemedy={remedy} onColumn={onColumn} />
        </section>
      )}
    </aside>
  )
}
