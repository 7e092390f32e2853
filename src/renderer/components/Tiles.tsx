import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './Tiles.module.css'

export interface Tile {
  label: string
  value: ReactNode
  /** After the value, on its line. */
  unit?: string
  /** Below the value. */
  note?: ReactNode
  tone?: 'plain' | 'good' | 'warn'
  /** In plain language, on hover and focus. */
  help?: string
}

/** Figures side by side, each with its name above it. */
export function Tiles({ tiles, label }: { tiles: readonly Tile[]; label: string }) {
  return (
    <dl className={styles.tiles} aria-label={label}>
      {tiles.map((tile) => (
        <div key={tile.label} className={styles.tile}>
          <dt>
            {tile.help === undefined ? (
              tile.label
            ) : (
              <Tooltip label={tile.help} events={{ hover: true, focus: true, touch: true }}>
                <span tabIndex={0} className={styles.term}>
                  {tile.label}
                </span>
              </Tooltip>
            )}
          </dt>
          <dd>
            <strong>{tile.value}</strong>
            {tile.unit !== undefined && <span className={styles.unit}> {tile.unit}</span>}
          </dd>
          {tile.note !== undefined && (
            <dd className={styles.note} data-tone={tile.tone ?? 'plain'}>
              {tile.note}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
