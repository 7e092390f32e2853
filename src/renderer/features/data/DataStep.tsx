import { ActionIcon, Button, NumberInput, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconRefresh, IconSearch, IconTablePlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { targetAsRead } from '../../../core/recipe/renamedTarget.ts'
import type { DatasetBrief, Remedy } from '../../../shared/datasets.ts'
import { toFailure } from '../../../shared/errors.ts'
import { useCommands } from '../../app/commands.ts'
import { useCall, useHost } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'
import type { StepProps } from '../../app/steps.ts'
import { newestVersion } from '../../app/versions.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { plural } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { settledBy } from '../prepare/settledRemedies.ts'
import { DatasetMenu, DatasetPicker } from './DatasetMenu.tsx'
import styles from './DataStep.module.css'
import { DataGrid, type GridHandle } from './grid/DataGrid.tsx'
import { FindBar } from './grid/FindBar.tsx'
import { openFile } from './import/intake.ts'
import { ColumnPanel } from './panel/ColumnPanel.tsx'
import { IrregularRows } from './panel/IrregularRows.tsx'
import { TablePanel } from './panel/TablePanel.tsx'
import { useTargetReport } from './panel/useTargetReport.ts'
import { VersionList } from './panel/VersionList.tsx'
import { RefreshDialog } from './refresh/RefreshDialog.tsx'
import { findRefreshFile, type RefreshFile } from './refresh/refreshFile.ts'
import { useColumnChanges } from './useColumnChanges.ts'
import { useShownPlace } from './useShownPlace.ts'

/** Ctrl+G goes into it. */
function GoToRow({ rows, onGo }: { rows: number; onGo: (row: number) => void }) {
  const [value, setValue] = useState<number | string>('')
  const field = useRef<HTMLInputElement>(null)
  useHotkeys([['mod+G', () => field.current?.select()]], [])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (typeof value === 'number') onGo(value - 1)
      }}
    >
      <NumberInput
        ref={field}
        aria-label="Go to row"
        title="Go to row (Ctrl+G)"
        placeholder="Go to row"
        w={112}
        min={1}
        max={rows}
        allowDecimal={false}
        hideControls
        value={value}
        onChange={setValue}
      />
    </form>
  )
}

function TableView({ project, brief, datasets }: { project: string; brief: DatasetBrief; datasets: DatasetBrief[] }) {
  const { data: dataset, error, refetch } = useCall('datasets.get', { project, dataset: brief.id })
  const [selected, setSelected] = useState<number | null>(null)
  const [irregular, setIrregular] = useState(false)
  const grid = useRef<GridHandle>(null)
  const changes = useColumnChanges(project, dataset, () => setIrregular(true))
  const host = useHost()
  const [refreshing, setRefreshing] = useState<RefreshFile | null>(null)
  const [finding, setFinding] = useState(false)
  useHotkeys([['mod+F', () => setFinding(true)]], [])
  const newest = newestVersion(datasets, brief)
  const refresh = async () => {
    try {
      setRefreshing(await findRefreshFile(host, { project, dataset: brief.id }))
    } catch (thrown) {
      const failure = toFailure(thrown)
      notifications.show({ color: 'red', title: failure.message, message: failure.hint ?? '' })
    }
  }
  useCommands(
    'Table',
    [
      { id: 'find', label: 'Find a text in a column…', run: () => setFinding(true) },
      { id: 'refresh', label: 'Refresh the table from its file…', run: () => void refresh() },
    ].filter(({ id }) => id !== 'refresh' || newest === brief),
  )
  useCommands(
    'Columns',
    (dataset?.columns ?? []).slice(0, 200).map(({ name }) => ({
      id: name,
      label: `Show the column ${name}`,
      run: () => grid.current?.goToColumn(name),
    })),
  )
  const of = { project, dataset: brief.id }
  const { data: recipe } = useCall('recipes.get', of)
  const report = useTargetReport(of, dataset, recipe === undefined ? null : targetAsRead(recipe))
  const settled = (remedy: Remedy) => (recipe === undefined ? null : settledBy(recipe, remedy))
  const showRow = (row: number, name: string | undefined) => grid.current?.goToRow(row, name)
  useShownPlace(grid, dataset !== undefined)
  const column = selected === null ? undefined : dataset?.columns[selected]
  return (
    <Page
      fill
      title={<DatasetPicker datasets={datasets} current={brief} />}
      subtitle={`${plural(brief.rows, 'row')}, ${plural(brief.columns, 'column')}${dataset === undefined ? '' : ` from ${dataset.source.fileName}`}`}
      actions={
        <>
          <Tooltip label="Find a text in a column (Ctrl+F)">
            <ActionIcon aria-label="Find…" aria-pressed={finding} onClick={() => setFinding((shown) => !shown)}>
              <IconSearch size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <GoToRow rows={brief.rows} onGo={(row) => grid.current?.goToRow(row)} />
          {newest === brief && (
            <Tooltip label="Refresh: see what differs in its file now, and take it as the next version">
              <ActionIcon aria-label="Refresh…" onClick={() => void refresh()}>
                <IconRefresh size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <DatasetMenu project={project} dataset={brief} />
          <Button variant="filled" onClick={() => navigate({ step: 'prepare' })}>
            Continue to Prepare
          </Button>
        </>
      }
    >
      {newest !== brief && (
        <p className={styles.older} role="status">
          This is version {brief.version}. The table is version {newest.version} now.
          <Button size="compact-xs" onClick={() => navigate({ dataset: newest.id, run: null })}>
            Show version {newest.version}
          </Button>
        </p>
      )}
      {error !== null && <FailureNote error={error} onRetry={() => void refetch()} />}
      {dataset === undefined && error === null && <Loading />}
      {dataset !== undefined && (
        <>
          {finding && <FindBar project={project} dataset={dataset} grid={grid} onClose={() => setFinding(false)} />}
          <DataGrid project={project} dataset={dataset} selected={selected} onSelect={setSelected} handle={grid} />
          {column === undefined ? (
            <TablePanel
              dataset={dataset}
              versions={<VersionList datasets={datasets} current={brief} />}
              changes={changes}
              report={report}
              settled={settled}
              onRow={showRow}
              onColumn={(name) => grid.current?.goToColumn(name)}
              onIrregularRows={() => setIrregular(true)}
            />
          ) : (
            <ColumnPanel
              key={column.name}
              project={project}
              dataset={dataset}
              column={column}
              changes={changes}
              report={report}
              settled={settled}
              onRow={showRow}
              onClose={() => setSelected(null)}
            />
          )}
          {refreshing !== null && (
            <RefreshDialog
              key={refreshing.file}
              project={project}
              dataset={brief}
              file={refreshing}
              onFile={setRefreshing}
              onClose={() => setRefreshing(null)}
            />
          )}
          {irregular && (
            <IrregularRows
              project={project}
              dataset={dataset}
              onClose={() => setIrregular(false)}
              onGoTo={(row) => {
                setIrregular(false)
                grid.current?.goToRow(row)
              }}
            />
          )}
        </>
      )}
    </Page>
  )
}

/** The table itself, with what is known about every column. */
export function DataStep({ project, dataset }: StepProps) {
  const host = useHost()
  if (dataset === null)
    return (
      <EmptyState
        icon={<IconTablePlus size={28} stroke={1.6} />}
        title="Data: start with a table"
        action={
          <Button variant="filled" size="sm" onClick={() => void openFile(host, project.id)}>
            Open a file…
          </Button>
        }
      >
        Open a CSV, Excel, OpenDocument, JSON, Parquet or SQLite file, drop it anywhere, or paste cells from a
        spreadsheet with Ctrl+V. You see every column with its statistics before anything is trained.
      </EmptyState>
    )
  return <TableView key={dataset.id} project={project.id} brief={dataset} datasets={project.datasets} />
}
