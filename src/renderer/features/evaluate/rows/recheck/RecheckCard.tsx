import { Button, Checkbox, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { Project } from '../../../../../shared/projects.ts'
import type { Suspect } from '../../../../../shared/recheck.ts'
import type { SplitName } from '../../../../../shared/recipes.ts'
import type { Run } from '../../../../../shared/runs.ts'
import { formatValue } from '../../../../../core/words/values.ts'
import { FailureNote } from '../../../../components/FailureNote.tsx'
import { formatCount, formatNumber, plural } from '../../../../../core/words/format.ts'
import { Card } from '../../../../components/Page.tsx'
import { JobProgress } from '../../../use/JobProgress.tsx'
import { splitWords } from '../../evaluateViews.ts'
import { useRowsDoor } from '../RowsDoor.tsx'
import { type Exclusion, ofTestTable } from '../useExclusion.ts'
import { useRecheck } from './useRecheck.ts'
import { doubtText, foundText, oddText } from './words.ts'
import styles from './recheck.module.css'

const FIRST = 20

const ranking = {
  classification:
    'Ranked by how far another class was ahead of the row’s own over the training, not only at its end: a network learns a wrong label by heart late (area under the margin, Pleiss et al. 2020). Likely wrong are those of which another class is as sure as of its own rows.',
  regression:
    'Ranked by the mean error over the training, not only at its end: a network learns a wrong number by heart late. Likely wrong are those more than five robust standard deviations off.',
}

/** The rows of a split whose label or cells are worth a second look, and what can be done with them. */
export function RecheckCard(props: { project: Project; run: Run; split: SplitName; exclusion: Exclusion }) {
  const { project, run, split, exclusion } = props
  const { answer, job, isAsked, ask } = useRecheck(project.id, run, split)
  const [limit, setLimit] = useState(FIRST)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const { data, error } = answer
  const isOwn = data?.dataset === run.dataset
  const excluded = new Set(isOwn ? exclusion.excluded : [])
  const suspects = data?.suspects ?? []
  const hasOddCells = suspects.some(({ odd }) => odd !== null)
  const within = suspects.map(({ row }) => row).filter((row) => chosen.has(row) && !excluded.has(row))
  const likely = suspects.filter((suspect) => suspect.likely && !excluded.has(suspect.row)).map(({ row }) => row)
  const canChoose = isOwn && exclusion.refusal === null
  const toggle = (row: number) =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(row)) next.add(row)
      return next
    })
  return (
    <Card
      title={`${splitWords[split].name} rows worth rechecking`}
      aside={
        canChoose &&
        suspects.length > 0 && (
          <div className={styles.actions}>
            {likely.length > 0 && (
              <Button size="compact-sm" onClick={() => setChosen(new Set(likely))}>
                Choose the likely ones
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="filled"
              disabled={within.length === 0}
              onClick={() => {
                exclusion.exclude(within)
                setChosen(new Set())
              }}
            >
              Leave out{within.length === 0 ? '' : ` ${plural(within.length, 'row')}`}
            </Button>
          </div>
        )
      }
    >
      {error !== null && <FailureNote error={error} onRetry={() => void answer.refetch()} />}
      {!isAsked && (
        <div className={styles.ask}>
          <p className="soft">
            Wrong labels and typos show in how hard a row was for the network all through its training.{' '}
            {plural(run.rows[split], 'row')} would be looked at.
          </p>
          <Button onClick={ask}>Look for them</Button>
        </div>
      )}
      {answer.isFetching && data === undefined && <JobProgress job={job} title="Looking at the rows…" />}
      {data !== undefined && (
        <>
          <p className="soft">
            {foundText(data)}{' '}
            <Tooltip label={ranking[run.task]}>
              <span tabIndex={0} className={styles.how}>
                How they are ranked
              </span>
            </Tooltip>
            {!isOwn && ` ${ofTestTable}`}
            {isOwn && exclusion.refusal !== null && ` ${exclusion.refusal}`}
          </p>
          {suspects.length > 0 && (
            <div className={styles.scroll}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col" aria-label="Chosen" />
                    <th scope="col">Row</th>
                    <th scope="col">{run.target} is</th>
                    <th scope="col">The model says</th>
                    <th scope="col">Through the training</th>
                    {hasOddCells && <th scope="col">A cell that stands out</th>}
                  </tr>
                </thead>
                <tbody>
                  {suspects.slice(0, limit).map((suspect) => (
                    <SuspectRow
                      key={suspect.row}
                      suspect={suspect}
                      classes={data.classes}
                      isOwn={isOwn}
                      isOut={excluded.has(suspect.row)}
                      isChosen={chosen.has(suspect.row)}
                      hasOddCells={hasOddCells}
                      onChoose={canChoose ? () => toggle(suspect.row) : null}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {suspects.length > limit && (
            <Button size="compact-xs" mt={8} onClick={() => setLimit(limit + 2 * FIRST)}>
              Show more of {plural(suspects.length, 'row')}
            </Button>
          )}
        </>
      )}
    </Card>
  )
}

function SuspectRow(props: {
  suspect: Suspect
  classes: readonly string[] | null
  isOwn: boolean
  isOut: boolean
  isChosen: boolean
  /** Whether the table has a column of cells that stand out; most tables have none such, and the words need its room. */
  hasOddCells: boolean
  /** Null where rows cannot be left out. */
  onChoose: (() => void) | null
}) {
  const { suspect, classes, isOut, onChoose } = props
  const open = useRowsDoor()
  const number = formatCount(suspect.row + 1)
  return (
    <tr data-out={isOut}>
      <td>
        {onChoose !== null && !isOut && (
          <Checkbox aria-label={`Choose row ${number}`} checked={props.isChosen} onChange={onChoose} />
        )}
      </td>
      <th scope="row">
        {props.isOwn ? (
          <button type="button" onClick={() => open({ kind: 'point', row: suspect.row })}>
            {number}
          </button>
        ) : (
          number
        )}
      </th>
      <td>{classes === null ? formatNumber(suspect.actual) : classes[suspect.actual]}</td>
      <td>{classes === null ? formatValue(suspect.predicted, 5) : classes[suspect.predicted]}</td>
      <td>
        {suspect.likely && <span className={styles.likely}>likely wrong</span>}
        {doubtText(suspect, classes)}
      </td>
      {props.hasOddCells && <td>{suspect.odd !== null && oddText(suspect.odd)}</td>}
    </tr>
  )
}
