import { Button } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useState } from 'react'
import {
  type ColumnPreview,
  type ColumnSettings,
  type ImportOptions,
  plainReading,
} from '../../../../shared/datasets.ts'
import { useCall } from '../../../app/data.tsx'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { Loading } from '../../../components/Loading.tsx'
import { MissingMarkers } from '../column/MissingMarkers.tsx'
import { ReadingFields } from '../column/ReadingFields.tsx'
import { ReadingResult } from '../column/ReadingResult.tsx'
import styles from './ColumnSetup.module.css'

/** The texts that are read as missing; those a person added count though the first rows have none of them. */
function allMarkers(preview: ColumnPreview, { missingMarkers = [] }: ColumnSettings): ColumnPreview['missingMarkers'] {
  const seen = new Set(preview.missingMarkers.map(({ marker }) => marker))
  return [
    ...preview.missingMarkers,
    ...missingMarkers.filter((marker) => !seen.has(marker)).map((marker) => ({ marker, count: 0 })),
  ]
}

/** Another kind starts from what is detected for it, and the detected kind is no choice. */
function withPart(
  settings: ColumnSettings,
  part: Partial<ColumnSettings>,
  detected: ColumnPreview | undefined,
): ColumnSettings {
  if (part.kind === undefined) return { ...settings, ...part }
  const { missingMarkers } = settings
  return {
    ...(missingMarkers === undefined ? {} : { missingMarkers }),
    ...(part.kind === detected?.kind ? {} : { kind: part.kind }),
  }
}

/** How one column of a file will be read, and what comes of it, before the file is imported. */
export function ColumnSetup({
  file,
  options,
  column,
  settings,
  onChange,
  onBack,
}: {
  file: string
  /** How the file is read, without what is chosen for columns. */
  options: ImportOptions
  column: string
  settings: ColumnSettings
  onChange: (settings: ColumnSettings) => void
  onBack: () => void
}) {
  const of = { file, options }
  const chosen = Object.keys(settings).length > 0
  const detected = useCall('datasets.previewColumn', { of, column, settings: {} })
  const read = useCall('datasets.previewColumn', { of, column, settings })
  const [shown, setShown] = useState<ColumnPreview | undefined>(undefined)
  if (read.data !== undefined && read.data !== shown) setShown(read.data)
  const now = read.data ?? shown
  const failure = read.error ?? detected.error
  const markers = now === undefined ? [] : allMarkers(now, settings)
  return (
    <section className={styles.setup} aria-label={`How ${column} is read`}>
      <div className={styles.head}>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconChevronLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          Whole file
        </Button>
        {chosen && (
          <Button size="compact-xs" onClick={() => onChange({})}>
            Detect anew
          </Button>
        )}
      </div>
      <h2 className="ellipsis" title={column}>
        {column}
      </h2>
      {failure !== null && <FailureNote error={failure} />}
      {now === undefined && failure === null && <Loading />}
      {now !== undefined && (
        <>
          <ReadingFields
            kind={settings.kind ?? now.kind}
            inferredKind={detected.data?.kind ?? now.kind}
            reading={{
              ...plainReading,
              ...now.reading,
              ...(settings.numberFormat === undefined ? {} : { numberFormat: settings.numberFormat }),
              ...(settings.dateOrder === undefined ? {} : { dateOrder: settings.dateOrder }),
            }}
            chosen={settings}
            busy={false}
            onChange={(part) => onChange(withPart(settings, part, detected.data))}
          />
          <ReadingResult
            before={chosen ? (detected.data ?? null) : null}
            now={now}
            pending={read.isFetching}
            onMissing={(text) =>
              onChange({
                ...settings,
                missingMarkers: [...markers.map(({ marker }) => marker), text],
              })
            }
          />
          <MissingMarkers
            key={column}
            markers={markers}
            busy={read.isFetching}
            onChange={(missingMarkers) => onChange({ ...settings, missingMarkers })}
          />
        </>
      )}
    </section>
  )
}
