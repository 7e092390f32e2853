import type { ReactNode } from 'react'
import { useStepping } from './useStepping.ts'

/** How the mark that the keys have come to is drawn. */
export const pointedMark = { fill: 'var(--chart-2)', stroke: 'var(--d-text)', strokeWidth: 2 }

/** A picture whose marks open something: the arrow keys go through them, Enter opens the one that is told. */
export function MarkStepping(props: {
  /** The picture's title. */
  label: string
  /** Marks, in the order in which they are gone through. */
  count: number
  /** What is told of a mark, as its tooltip does. */
  describe: (at: number) => ReactNode
  onOpen: (at: number) => void
  /** The picture, with the mark that is pointed at. */
  children: (current: number | null) => ReactNode
}) {
  const ids = Array.from({ length: props.count }, (_, at) => String(at))
  const { current, setCurrent, onKeyDown } = useStepping(ids, (id) => props.onOpen(Number(id)))
  const at = current === null || Number(current) >= props.count ? null : Number(current)
  return (
    <div
      className="chart-stepping chart-keys"
      tabIndex={0}
      role="group"
      aria-label={`${props.label}: the arrow keys go through its marks, Enter shows the rows behind one`}
      onKeyDown={onKeyDown}
      onPointerDown={() => setCurrent(null)}
    >
      {props.children(at)}
      <div className="chart-said chart-tooltip" aria-live="polite">
        {at === null ? '' : props.describe(at)}
      </div>
    </div>
  )
}
