import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatCount } from '../../../../core/words/format.ts'
import styles from './column.module.css'

/** Which texts are read as missing, each kept as a value with one click, and another one added. */
export function MissingMarkers({
  markers,
  busy,
  onChange,
}: {
  markers: readonly { marker: string; count: number }[]
  busy: boolean
  /** Exactly which texts count as missing from now on; the label says what was done, in the imperative. */
  onChange: (markers: string[], label: string) => void
}) {
  const [draft, setDraft] = useState('')
  const names = markers.map(({ marker }) => marker)
  const add = () => {
    const marker = draft.trim()
    setDraft('')
    if (marker !== '' && !names.includes(marker)) onChange([...names, marker], `Read “${marker}” as missing`)
  }
  return (
    <section>
      <h3 className={styles.heading}>Read as missing</h3>
      <ul className={styles.markers}>
        {markers.map(({ marker, count }) => (
          <li key={marker}>
            <span className={marker === '' ? 'soft' : 'mono'}>{marker === '' ? 'empty cell' : marker}</span>
            <span className="faint">{formatCount(count)}</span>
            {marker !== '' && (
              <Button
                size="compact-xs"
                disabled={busy}
                aria-label={`Keep ${marker} as a value`}
                onClick={() =>
                  onChange(
                    names.filter((name) => name !== marker),
                    `Keep “${marker}” as a value`,
                  )
                }
              >
                Keep as value
              </Button>
            )}
          </li>
        ))}
        {names.length === 0 && <li className="faint">Only empty cells, and there are none.</li>}
      </ul>
      <form
        className={styles.addMarker}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextInput
          aria-label="Another text that means missing"
          placeholder="e.g. -999"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit" disabled={draft.trim() === '' || busy}>
          Add
        </Button>
      </form>
    </section>
  )
}
