import type { Remedy } from '../../../shared/datasets.ts'
import type { DescentError } from '../../../shared/errors.ts'
import type { RecipePreview } from '../../../shared/recipes.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Findings } from '../../components/Findings.tsx'
import { formatCount, plural } from '../../components/format.ts'
import { Loading } from '../../components/Loading.tsx'
import styles from './Prepare.module.css'

const LISTED = 100

interface InputGroup {
  from: string
  names: string[]
}

/** Inputs that come from one column, together. */
function grouped(inputs: RecipePreview['inputs']): InputGroup[] {
  const groups = new Map<string, string[]>()
  for (const { name, from } of inputs) groups.set(from, [...(groups.get(from) ?? []), name])
  return [...groups].map(([from, names]) => ({ from, names }))
}

/** "C, Q, S" for one-hot inputs, which all begin with their column's name. */
function namesText({ from, names }: InputGroup): string {
  if (names.length === 1 && names[0] === from) return '1'
  if (names.length > 8) return `${names.length} inputs`
  return names.map((name) => (name.startsWith(`${from}=`) ? name.slice(from.length + 1) : name)).join(', ')
}

function Rows({ rows }: { rows: RecipePreview['rows'] }) {
  const facts: [string, string][] = [
    ['Rows used', `${formatCount(rows.used)} of ${formatCount(rows.total)}`],
    ['Training', formatCount(rows.train)],
    ['Validation', formatCount(rows.validation)],
    ['Test', formatCount(rows.test)],
  ]
  return (
    <section>
      <dl className={styles.facts}>
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {rows.dropped
        .filter(({ count }) => count > 0)
        .map(({ reason, count }) => (
          <p key={reason} className={styles.dropped}>
            {plural(count, 'row')} left out: {reason}
          </p>
        ))}
    </section>
  )
}

/** What the recipe does to the rows and what reaches the network, kept up to date while it is edited. */
export function PreviewPanel({
  preview,
  error,
  updating,
  hasTarget,
  busy,
  onRemedy,
}: {
  preview: RecipePreview | undefined
  error: DescentError | null
  updating: boolean
  hasTarget: boolean
  busy: boolean
  onRemedy: (remedy: Remedy) => void
}) {
  return (
    <SidePanel title="What the network gets">
      {!hasTarget && (
        <p className="soft">Choose a target, and this shows the rows and inputs the network will learn from.</p>
      )}
      {hasTarget && error !== null && <FailureNote error={error} />}
      {hasTarget && error === null && preview === undefined && <Loading label="Working it out…" />}
      {hasTarget && error === null && preview !== undefined && (
        <div className={styles.preview} data-updating={updating} aria-busy={updating}>
          {preview.findings.length > 0 && <Findings findings={preview.findings} onRemedy={onRemedy} busy={busy} />}
          <Rows rows={preview.rows} />
          <section>
            <h3>{plural(preview.inputs.length, 'input')}</h3>
            <ul className={styles.inputs}>
              {grouped(preview.inputs)
                .slice(0, LISTED)
                .map((group) => (
                  <li key={group.from}>
                    <strong className="ellipsis" title={group.from}>
                      {group.from}
                    </strong>
                    <span className="soft">{namesText(group)}</span>
                  </li>
                ))}
            </ul>
          </section>
        </div>
      )}
    </SidePanel>
  )
}
