import { Button } from '@mantine/core'
import type { Remedy } from '../../../shared/datasets.ts'
import type { RecipePreview } from '../../../shared/recipes.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Findings } from '../../components/Findings.tsx'
import { formatCount, plural } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import styles from './Prepare.module.css'
import type { Previews } from './usePreviews.ts'

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

function Rows({ rows, testName }: { rows: RecipePreview['rows']; testName: string | null }) {
  const { ofTestTable } = rows
  const other = testName ?? 'the other table'
  const [used, total] =
    ofTestTable === undefined ? [rows.used, rows.total] : [rows.used - rows.test, rows.total - ofTestTable]
  const facts: [string, string][] = [
    ['Rows used', `${formatCount(used)} of ${formatCount(total)}`],
    ['Training', formatCount(rows.train)],
    ['Validation', formatCount(rows.validation)],
    ofTestTable === undefined
      ? ['Test', formatCount(rows.test)]
      : [`Test, from ${other}`, `${formatCount(rows.test)} of ${formatCount(ofTestTable)}`],
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
        .map(({ reason, count, inTestTable }, at) => (
          <p key={at} className={styles.dropped}>
            {plural(count, 'row')}
            {inTestTable === true && ` of ${other}`} left out: {reason}
          </p>
        ))}
    </section>
  )
}

/** What the recipe does to the rows and what reaches the network, kept up to date while it is edited. */
export function PreviewPanel({
  previews,
  hasTarget,
  testName,
  busy,
  onRemedy,
}: {
  previews: Previews
  hasTarget: boolean
  /** The table that gives the test rows; null where it is this one, or is gone. */
  testName: string | null
  busy: boolean
  onRemedy: (remedy: Remedy) => void
}) {
  const { whole, error, unfinished, updating, cancelled, retry } = previews
  return (
    <SidePanel title="What the network gets">
      {!hasTarget && (
        <p className="soft">Choose a target, and this shows the rows and inputs the network will learn from.</p>
      )}
      {hasTarget && error !== null && <FailureNote error={error} />}
      {hasTarget && cancelled && (
        <div className={styles.stopped}>
          <p className="soft">Stopped before all rows were worked out. The steps show what a sample of them becomes.</p>
          <Button size="compact-xs" onClick={retry}>
            Work out all rows
          </Button>
        </div>
      )}
      {hasTarget && error === null && !cancelled && whole === undefined && <Loading label="Working it out…" />}
      {hasTarget && error === null && whole !== undefined && (
        <div className={styles.preview} data-updating={updating} aria-busy={updating}>
          {unfinished.size > 0 && (
            <p className="soft">
              Without {plural(unfinished.size, 'step')} of the recipe that {unfinished.size === 1 ? 'is' : 'are'} not
              finished.
            </p>
          )}
          {whole.findings.length > 0 && <Findings findings={whole.findings} onRemedy={onRemedy} busy={busy} />}
          <Rows rows={whole.rows} testName={testName} />
          <section>
            <h3>{plural(whole.inputs.length, 'input')}</h3>
            <ul className={styles.inputs}>
              {grouped(whole.inputs)
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
