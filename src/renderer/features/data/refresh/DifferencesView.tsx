import { Button, SegmentedControl } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Differences, Renamed } from '../../../../shared/datasets.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { KindIcon, kindTitles } from '../../../components/kinds.tsx'
import { Tiles } from '../../../components/Tiles.tsx'
import { ChangedRows } from './ChangedRows.tsx'
import styles from './refresh.module.css'
import { WholeRows } from './WholeRows.tsx'

type Part = 'changed' | 'added' | 'gone'

const partNames: Record<Part, string> = { changed: 'Changed', added: 'Added', gone: 'Gone' }

/** What a person can say of a column that seems to have another name now. */
export interface RenameChoice {
  /** The column that was found, also where the person took it as two. */
  renamed: Renamed | null
  isTaken: boolean
  onTake: (isTaken: boolean) => void
}

function RenamedColumn({ renamed, isTaken, onTake }: RenameChoice) {
  if (renamed === null) return null
  const { before, after } = renamed
  return (
    <li data-change="renamed">
      {isTaken ? (
        <>
          <b>{before}</b> is called <b>{after}</b> now: its values are found again, and its settings stay{' '}
        </>
      ) : (
        <>
          <b>{after}</b> has the values that <b>{before}</b> had, and is taken as another column{' '}
        </>
      )}
      <Button size="compact-xs" onClick={() => onTake(!isTaken)}>
        {isTaken ? 'Take it as another column' : 'Take it as the same column'}
      </Button>
    </li>
  )
}

function ColumnChanges({ columns, rename }: Pick<Differences, 'columns'> & { rename: RenameChoice }) {
  const { added, gone, kinds, changed } = columns
  if (added.length + gone.length + kinds.length + changed.length === 0 && rename.renamed === null)
    return <p className="soft">The same columns, of the same kinds.</p>
  return (
    <ul className={styles.columns}>
      <RenamedColumn {...rename} />
      {gone.map(({ name, kind }) => (
        <li key={`gone ${name}`} data-change="gone">
          <KindIcon kind={kind} /> <b>{name}</b> is gone
        </li>
      ))}
      {added.map(({ name, kind }) => (
        <li key={`added ${name}`} data-change="added">
          <KindIcon kind={kind} /> <b>{name}</b> is new
        </li>
      ))}
      {kinds.map(({ name, before, after }) => (
        <li key={`kind ${name}`} data-change="kind">
          <KindIcon kind={after} /> <b>{name}</b> was read as {kindTitles[before].toLowerCase()}, now as{' '}
          {kindTitles[after].toLowerCase()}
        </li>
      ))}
      {changed.map(({ name, rows }) => (
        <li key={`changed ${name}`} data-change="changed">
          <b>{name}</b> differs in {plural(rows, 'row')}
        </li>
      ))}
    </ul>
  )
}

/** What a file holds that the table does not, and the other way round. */
export function DifferencesView({
  differences,
  version,
  rename,
}: {
  differences: Differences
  version: number
  rename: RenameChoice
}) {
  const { rows, key, columns, examples, recipe, isSame } = differences
  const nothingInCommon = examples.names.length === 0
  const parts = (['changed', 'added', 'gone'] as const).filter((part) => rows[part] > 0)
  const [chosen, setChosen] = useState<Part | null>(null)
  const part = chosen ?? parts[0] ?? null
  if (isSame)
    return (
      <p>
        Nothing has changed: the file is the one that version {version} was imported from, {plural(rows.after, 'row')}{' '}
        of it.
      </p>
    )
  const shown = part === null ? 0 : examples[part].length
  return (
    <>
      <div className={styles.figures}>
        <Tiles
          label="Rows that differ"
          tiles={[
            { label: 'Rows', value: `${formatCount(rows.before)} → ${formatCount(rows.after)}` },
            { label: 'Added', value: formatCount(rows.added) },
            { label: 'Gone', value: formatCount(rows.gone) },
            { label: 'Changed', value: key === null ? '–' : formatCount(rows.changed) },
            { label: 'The same', value: formatCount(rows.same) },
          ]}
        />
      </div>
      {nothingInCommon && (
        <p className={`${styles.figures} ${styles.warning}`} role="alert">
          The file has none of the table’s columns. Either it is another table, or it cannot be read any more with what
          was chosen for the former one, such as its delimiter: import it as a table of its own to see.
        </p>
      )}
      <p className={`${styles.figures} soft small`}>
        {!nothingInCommon &&
          (key === null
            ? 'No column tells the rows apart: a row with another content counts as one gone and one added. '
            : `Rows belong together by “${key}”. `)}
        Runs keep version {version}, which stays in the project.
      </p>
      <div className={styles.sides}>
        <section>
          <h3>Columns</h3>
          <ColumnChanges columns={columns} rename={rename} />
        </section>
        <section>
          <h3>What becomes of the preparation</h3>
          {recipe.length === 0 ? (
            <p className="soft">It goes over to the new version as it is.</p>
          ) : (
            <ul className={styles.columns}>
              {recipe.map((sentence) => (
                <li key={sentence} data-change="kind">
                  {sentence}
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      {part === null && <p className="soft">The rows are the same.</p>}
      {part !== null && !nothingInCommon && (
        <section className={styles.examples}>
          <div className={styles.examplesHead}>
            <h3>Rows</h3>
            {parts.length > 1 && (
              <SegmentedControl
                aria-label="Rows to look at"
                value={part}
                data={parts.map((value) => ({ value, label: `${partNames[value]} ${formatCount(rows[value])}` }))}
                onChange={(value) => setChosen(parts.find((known) => known === value) ?? null)}
              />
            )}
            {parts.length === 1 && <span className="soft">{`${partNames[part]}: ${formatCount(rows[part])}`}</span>}
            {shown < rows[part] && <span className="faint small">the first {formatCount(shown)} of them</span>}
            {part === 'changed' && (
              <span className="faint small">
                before <IconArrowRight size={12} aria-label="becomes" style={{ verticalAlign: '-1px' }} /> after
              </span>
            )}
          </div>
          {part === 'changed' ? (
            <ChangedRows examples={examples} />
          ) : (
            <WholeRows names={examples.names} rows={examples[part]} change={part} />
          )}
        </section>
      )}
    </>
  )
}
