import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { ColumnPreview, ColumnSettings, ColumnSummary, Dataset } from '../../../../shared/datasets.ts'
import { useCall } from '../../../app/data.tsx'
import { MissingMarkers } from '../column/MissingMarkers.tsx'
import { type OnSettings, ReadingFields } from '../column/ReadingFields.tsx'
import { ReadingResult } from '../column/ReadingResult.tsx'
import { type ColumnChanges, currentSettings } from '../useColumnChanges.ts'

/** What a person has chosen for a column, at the import or since. */
function chosenSettings({ source }: Dataset, column: string): ColumnSettings {
  const { kinds, missingMarkers, numberFormats, dateOrders } = source.options
  return {
    kind: kinds?.[column],
    missingMarkers: missingMarkers?.[column],
    numberFormat: numberFormats?.[column],
    dateOrder: dateOrders?.[column],
  }
}

/**
 * How a column of the table is read, around what else is known of it. A change is made at once; its result then comes
 * first, with what was read before beside it and a way back. Ctrl+Z takes it back as well.
 */
export function ColumnReading({
  project,
  dataset,
  column,
  changes,
  children,
}: {
  project: string
  dataset: Dataset
  column: ColumnSummary
  changes: ColumnChanges
  children: ReactNode
}) {
  const { name } = column
  const settings = currentSettings(column)
  const [before, setBefore] = useState<ColumnSettings | null>(null)
  const of = { project, dataset: dataset.id }
  const now = useCall('datasets.previewColumn', { of, column: name, settings })
  const earlier = useCall('datasets.previewColumn', before === null ? null : { of, column: name, settings: before })
  const [shown, setShown] = useState<ColumnPreview | undefined>(undefined)
  if (now.data !== undefined && now.data !== shown) setShown(now.data)
  const preview = now.data ?? shown
  const change: OnSettings = (part, label) => {
    setBefore(settings)
    void changes.set(name, part, `${label} in ${name}`)
  }
  const isChanged = before !== null && JSON.stringify(before) !== JSON.stringify(settings)
  const result = preview !== undefined && (
    <ReadingResult
      before={isChanged ? (earlier.data ?? null) : null}
      now={preview}
      pending={changes.busy || now.isFetching}
      onMissing={
        changes.busy
          ? null
          : (text) =>
              change({ missingMarkers: [...(settings.missingMarkers ?? []), text] }, `Read “${text}” as missing`)
      }
    />
  )
  return (
    <>
      <ReadingFields
        kind={column.kind}
        inferredKind={column.inferredKind}
        reading={column.reading}
        chosen={chosenSettings(dataset, name)}
        busy={changes.busy}
        onChange={change}
      />
      {isChanged && (
        <>
          {result}
          <Button
            size="compact-xs"
            w="fit-content"
            disabled={changes.busy}
            onClick={() => {
              setBefore(null)
              void changes.set(name, before, `Read ${name} as before`)
            }}
          >
            Read it as before
          </Button>
        </>
      )}
      {children}
      {!isChanged && result}
      <MissingMarkers
        markers={column.missingMarkers}
        busy={changes.busy}
        onChange={(missingMarkers, label) => change({ missingMarkers }, label)}
      />
    </>
  )
}
