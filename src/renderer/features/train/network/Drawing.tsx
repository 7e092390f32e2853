import { useRef, useState, type KeyboardEvent } from 'react'
import type { LayerPath } from '../../../../core/network/drawn.ts'
import type { HiddenLayer, LayerKind } from '../../../../shared/training.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { InsertMenu } from './InsertMenu.tsx'
import { nextWidth, pathOf, type DrawingLayout, type DrawingRow, type PartKey } from './layout.ts'
import styles from './network.module.css'
import { rowLabel, type RowWords } from './rowWords.ts'
import { Shapes } from './Shapes.tsx'
import { useLayerDrag } from './useLayerDrag.ts'
import { WidthHandle } from './WidthHandle.tsx'

/** What a person does to the layers in the drawing. */
export interface DrawingActions {
  onSelect: (key: PartKey) => void
  onInsert: (kind: LayerKind, at: LayerPath) => void
  onRemove: (path: LayerPath) => void
  onCopy: (path: LayerPath) => void
  onMove: (from: LayerPath, to: LayerPath) => void
  onMoveBy: (path: LayerPath, by: -1 | 1) => void
  /** Still changing until `onWidthDone`. */
  onWidth: (path: LayerPath, units: number) => void
  onWidthDone: () => void
}

/**
 * The network from its inputs to its output, as a list of which one part is chosen: with the pointer, or with the arrow
 * keys. Layers are put in between, dragged, widened and removed right here.
 */
export function Drawing(props: {
  layout: DrawingLayout
  wordsOf: (row: DrawingRow) => RowWords
  selected: PartKey
  actions: DrawingActions
  /** Parts can be chosen and nothing else. */
  readOnly: boolean
}) {
  const { layout, wordsOf, selected, actions, readOnly } = props
  const [menu, setMenu] = useState<number | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const drag = useLayerDrag(layout.rows, actions.onMove)
  const parts = layout.rows.filter((row): row is DrawingRow & { key: PartKey } => row.key !== null)
  const chosen = parts.find(({ key }) => key === selected)

  const insert = (kind: LayerKind, slot: LayerPath) => {
    setMenu(null)
    actions.onInsert(kind, slot)
    list.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const openMenu = () => setMenu(slotAfter(layout.rows, selected))
    const action = keyAction(event, parts, selected, actions, readOnly ? null : openMenu)
    if (event.key === 'Escape') drag.cancel()
    if (action === null) return
    event.preventDefault()
    action()
  }
  const isResizable = chosen?.drawn?.layer.kind === 'dense'
  return (
    <div className={styles.drawing} style={{ height: layout.height }}>
      <Shapes layout={layout} selected={selected} />
      <div
        ref={list}
        className={styles.list}
        role="listbox"
        aria-label="Network"
        aria-describedby="network-keys"
        aria-activedescendant={idOf(selected)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const clicked = event.target instanceof Element ? event.target.closest('[data-key]') : null
          const part = parts.find(({ key }) => key === clicked?.getAttribute('data-key'))
          if (part !== undefined && !drag.wasDragged()) actions.onSelect(part.key)
        }}
      >
        {layout.rows.map((row) => {
          const { key } = row
          if (key === null) return null
          const words = wordsOf(row)
          const path = pathOf(key)
          return (
            <div
              key={key}
              id={idOf(key)}
              role="option"
              aria-selected={key === selected}
              aria-label={rowLabel(words, row)}
              className={styles.row}
              data-layer={path !== null || undefined}
              data-wrong={(row.drawn !== null && row.drawn.wrong !== null) || undefined}
              data-dragged={(path !== null && drag.dragged?.join('.') === path.join('.')) || undefined}
              style={{ top: row.top, height: row.height }}
              data-key={key}
              {...(path === null || readOnly ? {} : drag.handlers(path))}
            >
              <span className={styles.name} style={{ paddingLeft: row.depth * 12 }}>
                {words.name}
                {words.detail !== '' && <span className={styles.detail}>{words.detail}</span>}
              </span>
              <span className={styles.units}>{showsUnits(row) ? formatCount(row.units) : ''}</span>
              <span className={styles.shape}>{words.shape}</span>
              <span className={styles.shape}>{words.parameters === 0 ? '' : formatCount(words.parameters)}</span>
            </div>
          )
        })}
      </div>
      <div className={styles.over}>
        {layout.rows
          .filter(({ key }) => key === null)
          .map((row) => (
            <span key={row.top} className={styles.plus} style={{ top: row.top, height: row.height }} aria-hidden>
              +
            </span>
          ))}
        {layout.rows.map(({ slot, top }) =>
          slot === null || readOnly ? null : (
            <InsertMenu
              key={top}
              top={top}
              label={slotLabel(slot)}
              opened={menu === top}
              onOpened={(opened) => setMenu(opened ? top : null)}
              onInsert={(kind) => insert(kind, slot)}
            />
          ),
        )}
        {isResizable && !readOnly && chosen !== undefined && (
          <WidthHandle
            row={chosen}
            onWidth={(units) => actions.onWidth(pathOf(chosen.key) ?? [], units)}
            onDone={actions.onWidthDone}
          />
        )}
        {drag.over !== null && <span className={styles.target} style={{ top: drag.over.top }} />}
      </div>
    </div>
  )
}

const idOf = (key: PartKey) => `part-${key.replace(' ', '-')}`

function showsUnits({ key, drawn, units }: DrawingRow): boolean {
  if (drawn !== null) return drawn.layer.kind === 'dense'
  return key !== 'ensemble' && units > 0
}

function slotLabel(slot: LayerPath): string {
  const place = slot.map((index) => index + 1).join('.')
  return `Add a layer at place ${place}`
}

/** The row above which a layer would come that follows the chosen part; the first one where none can follow it. */
function slotAfter(rows: readonly DrawingRow[], selected: PartKey): number | null {
  const at = rows.findIndex(({ key }) => key === selected)
  const after = rows.find((row, index) => index > at && row.slot !== null)
  return (after ?? rows.find(({ slot }) => slot !== null))?.top ?? null
}

/** What a key does to the chosen part; null where it does nothing. Without a menu to open it only chooses. */
function keyAction(
  event: KeyboardEvent,
  parts: readonly { key: PartKey; drawn: DrawingRow['drawn'] }[],
  selected: PartKey,
  actions: DrawingActions,
  openMenu: (() => void) | null,
): (() => void) | null {
  const at = parts.findIndex(({ key }) => key === selected)
  const select = (index: number) => () => {
    const part = parts[Math.max(0, Math.min(parts.length - 1, index))]
    if (part !== undefined) actions.onSelect(part.key)
  }
  switch (event.key) {
    case 'ArrowUp':
      if (event.altKey) break
      return select(at - 1)
    case 'ArrowDown':
      if (event.altKey) break
      return select(at + 1)
    case 'Home':
      return select(0)
    case 'End':
      return select(parts.length - 1)
  }
  return openMenu === null ? null : editOf(event, selected, parts[at]?.drawn?.layer, actions, openMenu)
}

/** What a key changes at the chosen part. */
function editOf(
  event: KeyboardEvent,
  selected: PartKey,
  layer: HiddenLayer | undefined,
  actions: DrawingActions,
  openMenu: () => void,
): (() => void) | null {
  const path = pathOf(selected)
  if (event.altKey) {
    if (path === null || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return null
    return () => actions.onMoveBy(path, event.key === 'ArrowUp' ? -1 : 1)
  }
  if (event.ctrlKey || event.metaKey) {
    return event.key.toLowerCase() === 'd' && path !== null ? () => actions.onCopy(path) : null
  }
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      if (path === null || layer?.kind !== 'dense') return null
      return () => {
        actions.onWidth(path, nextWidth(layer.units, event.key === 'ArrowLeft' ? -1 : 1))
        actions.onWidthDone()
      }
    case 'Delete':
    case 'Backspace':
      return path === null ? null : () => actions.onRemove(path)
    case '+':
    case 'Insert':
      return openMenu
    default:
      return null
  }
}
