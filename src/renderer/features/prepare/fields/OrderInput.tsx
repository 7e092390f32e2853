import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical } from '@tabler/icons-react'
import styles from '../steps.module.css'
import { useRowDrag } from '../useRowDrag.ts'

/** The list with the entry at one place put at another. */
function reordered(values: readonly string[], from: number, to: number): string[] {
  const moved = values[from]
  if (moved === undefined || to < 0 || to >= values.length) return [...values]
  const others = values.filter((_, index) => index !== from)
  return [...others.slice(0, to), moved, ...others.slice(to)]
}

/** Values in an order that a person gives, by dragging, by buttons or with Alt and the arrow keys. */
export function OrderInput({
  label,
  values,
  onChange,
}: {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  const move = (from: number, to: number) => {
    if (to >= 0 && to < values.length && to !== from) onChange(reordered(values, from, to))
  }
  const drag = useRowDrag(move)
  return (
    <ol className={styles.order} aria-label={label} data-dragging={drag.dragged !== null}>
      {values.map((value, at) => (
        <li
          key={value}
          data-dragged={drag.dragged === at}
          style={drag.shiftOf(at) === 0 ? undefined : { transform: `translateY(${drag.shiftOf(at)}px)` }}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
            event.preventDefault()
            event.stopPropagation()
            move(at, event.key === 'ArrowUp' ? at - 1 : at + 1)
          }}
        >
          <button
            type="button"
            className={styles.handle}
            aria-label={`Move ${value}: drag it, or Alt with the arrow keys`}
            onPointerDown={(event) => drag.start(event, at)}
          >
            <IconGripVertical size={14} aria-hidden />
          </button>
          <span className="ellipsis" title={value}>
            {value}
          </span>
          <ActionIcon size={22} aria-label={`Move ${value} up`} disabled={at === 0} onClick={() => move(at, at - 1)}>
            <IconChevronUp size={14} />
          </ActionIcon>
          <ActionIcon
            size={22}
            aria-label={`Move ${value} down`}
            disabled={at === values.length - 1}
            onClick={() => move(at, at + 1)}
          >
            <IconChevronDown size={14} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  )
}
