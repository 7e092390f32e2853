import './charts.css'
import { formatPercent } from '../../core/words/values.ts'

/** Shares of 1 as labelled bars, in the order given. */
export function Bars(props: { items: readonly { label: string; share: number }[]; label: string }) {
  return (
    <dl className="bars" aria-label={props.label}>
      {props.items.flatMap(({ label, share }) => [
        <dt key={`${label}:name`} title={label}>
          {label}
        </dt>,
        <dd key={`${label}:bar`} className="bars-track" aria-hidden>
          <svg width="100%" height={10} preserveAspectRatio="none">
            <rect width={`${Math.max(0, Math.min(1, share)) * 100}%`} height={10} rx={5} fill="var(--chart-1)" />
          </svg>
        </dd>,
        <dd key={`${label}:share`}>{formatPercent(share, 1)}</dd>,
      ])}
    </dl>
  )
}
