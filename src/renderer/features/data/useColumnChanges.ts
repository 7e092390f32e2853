import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { assertNever } from '../../../shared/assertNever.ts'
import type { ColumnSettings, Dataset, ColumnKind, Remedy } from '../../../shared/datasets.ts'
import { toFailure } from '../../../shared/errors.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { kindTitles } from '../../components/kinds.tsx'

type ColumnSetting = Required<Pick<ColumnSettings, 'kind' | 'missingMarkers'>> & ColumnSettings

export interface ColumnChanges {
  busy: boolean
  setKind: (column: string, kind: ColumnKind) => Promise<void>
  /** Exactly which texts count as missing; the empty text always does. */
  setMarkers: (column: string, markers: string[], label: string) => Promise<void>
  remedy: (remedy: Remedy) => Promise<void>
}

/** Changes of a dataset's columns: each can be undone, failures are said. */
export function useColumnChanges(
  project: string,
  dataset: Dataset | undefined,
  onIrregularRows: () => void,
): ColumnChanges {
  const host = useHost()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      const failure = toFailure(error)
      notifications.show({ color: 'red', title: failure.message, message: failure.hint ?? '' })
    } finally {
      setBusy(false)
    }
  }

  const write = async (id: string, column: string, setting: ColumnSetting) => {
    const changed = await callHost(host, 'datasets.setColumn', { project, dataset: id, column, ...setting })
    client.setQueryData(['datasets.get', { project, dataset: id }], changed)
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'recipes.preview' })
  }

  const change = async (column: string, part: Partial<ColumnSetting>, label: string) => {
    const summary = dataset?.columns.find(({ name }) => name === column)
    if (dataset === undefined || summary === undefined) return
    const { id } = dataset
    const before: ColumnSetting = {
      kind: summary.kind,
      missingMarkers: summary.missingMarkers.map(({ marker }) => marker),
      ...(summary.kind === 'number' ? { numberFormat: summary.reading.numberFormat } : {}),
      ...(summary.kind === 'date' ? { dateOrder: summary.reading.dateOrder } : {}),
    }
    const after: ColumnSetting = { ...before, ...part }
    await attempt(async () => {
      await write(id, column, after)
      recordChange({
        label,
        project,
        undo: () => write(id, column, before),
        redo: () => write(id, column, after),
      })
    })
  }

  const ignore = async (column: string) => {
    if (dataset === undefined) return
    const of = { project, dataset: dataset.id }
    await attempt(async () => {
      const before = await callHost(host, 'recipes.get', of)
      const save = async (role: 'ignored' | null) => {
        const now = await callHost(host, 'recipes.get', of)
        const { [column]: _old, ...others } = now.roles
        const previous = before.roles[column]
        const roles =
          role === 'ignored'
            ? { ...others, [column]: role }
            : previous === undefined
              ? others
              : { ...others, [column]: previous }
        client.setQueryData(
          ['recipes.get', of],
          await callHost(host, 'recipes.save', { ...of, recipe: { ...now, roles } }),
        )
      }
      await save('ignored')
      recordChange({
        label: `Ignore the column ${column}`,
        project,
        undo: () => save(null),
        redo: () => save('ignored'),
      })
      notifications.show({ message: `${column} is ignored from now on; Ctrl+Z takes it back.` })
    })
  }

  const setKind = (column: string, kind: ColumnKind) =>
    change(column, { kind }, `Read ${column} as ${kindTitles[kind].toLowerCase()}`)
  const setMarkers = (column: string, markers: string[], label: string) =>
    change(column, { missingMarkers: markers }, label)

  const remedy = async (chosen: Remedy) => {
    switch (chosen.kind) {
      case 'ignoreColumn':
        return ignore(chosen.column)
      case 'setKind':
        return setKind(chosen.column, chosen.columnKind)
      case 'keepMarker': {
        const summary = dataset?.columns.find(({ name }) => name === chosen.column)
        const markers = summary?.missingMarkers.map(({ marker }) => marker) ?? []
        return setMarkers(
          chosen.column,
          markers.filter((marker) => marker !== chosen.marker),
          `Keep “${chosen.marker}” as a value of ${chosen.column}`,
        )
      }
      case 'setMissing': {
        const summary = dataset?.columns.find(({ name }) => name === chosen.column)
        const markers = summary?.missingMarkers.map(({ marker }) => marker) ?? []
        return setMarkers(
          chosen.column,
          [...markers, chosen.marker],
          `Read “${chosen.marker}” as missing in ${chosen.column}`,
        )
      }
      case 'setNumberFormat':
        return change(
          chosen.column,
          { kind: 'number', numberFormat: chosen.numberFormat },
          `Read the numbers of ${chosen.column} another way`,
        )
      case 'setDateOrder':
        return change(
          chosen.column,
          { kind: 'date', dateOrder: chosen.dateOrder },
          `Read the dates of ${chosen.column} in another order`,
        )
      case 'showIrregularRows':
        return onIrregularRows()
      case 'readOtherTable':
        // The file is needed again: the person imports it and chooses there.
        notifications.show({ message: 'Import the file again and choose the other table there.' })
        return
      default:
        return assertNever(chosen)
    }
  }
  return { busy, setKind, setMarkers, remedy }
}
