import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useCallback, useState } from 'react'
import type { RowOrder } from '../../../../shared/evaluatedRows.ts'
import type { Project } from '../../../../shared/projects.ts'
import { fromFailure } from '../../../../shared/errors.ts'
import { useCall, useCommand, useHost } from '../../../app/data.tsx'
import { newJobId } from '../../../app/jobs.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { plural } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { RowDetail } from './RowDetail.tsx'
import { RowsTable } from './RowsTable.tsx'
import { TrainAgain } from './TrainAgain.tsx'
import { ofTestTable, useExclusion } from './useExclusion.ts'
import { type RowsQuestion, useRowPages } from './useRowPages.ts'
import styles from './rows.module.css'

const worstFirst: RowOrder = { by: 'loss', descending: true }

/** The rows behind a mark: a table of them, one in full, and what can be done with those that are chosen. */
export function RowsPanel(props: {
  project: Project
  question: Omit<RowsQuestion, 'project'>
  label: string
  /** Buttons of the frame it is shown in. */
  tools: ReactNode
}) {
  const { project, label } = props
  const { run, split } = props.question
  const [order, setOrder] = useState(worstFirst)
  const [active, setActive] = useState(0)
  const [range, setRange] = useState({ first: 0, last: 0 })
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), [])
  const question = { ...props.question, project: project.id }
  const { about, row, error, retry } = useRowPages(question, order, range.first, range.last)
  const { data: dataset } = useCall(
    'datasets.get',
    about === undefined ? null : { project: project.id, dataset: about.dataset },
  )
  const exclusion = useExclusion(project, run)
  const isOwn = about?.dataset === run.dataset
  const excluded = new Set(isOwn ? exclusion.excluded : [])
  const out = [...chosen].filter((one) => excluded.has(one))
  const within = [...chosen].filter((one) => !excluded.has(one))
  const seen = row(active)
  const refusal = isOwn ? exclusion.refusal : ofTestTable
  const choose = (one: number) =>
    setChosen((before) => {
      const next = new Set(before)
      if (!next.delete(one)) next.add(one)
      return next
    })
  return (
    <div className={styles.body}>
      {error !== null && <FailureNote error={error} onRetry={retry} />}
      {about === undefined && error === null && <Loading label="Looking the rows up…" />}
      {about?.total === 0 && <p className="soft">No row is behind it.</p>}
      {about !== undefined && about.total > 0 && (
        <>
          <div className={styles.bar}>
            {isOwn && (
              <>
                <span className="soft">
                  {chosen.size === 0 ? 'Choose rows to leave them out.' : `${chosen.size} chosen`}
                </span>
                <Button
                  size="compact-sm"
                  disabled={within.length === 0 || refusal !== null}
                  title={refusal ?? 'The recipe uses them no more; Ctrl+Z takes it back'}
                  onClick={() => {
                    exclusion.exclude(within)
                    setChosen(new Set())
                  }}
                >
                  Leave out{within.length === 0 ? '' : ` ${plural(within.length, 'row')}`}
                </Button>
              </>
            )}
            {out.length > 0 && (
              <Button
                size="compact-sm"
                disabled={refusal !== null}
                onClick={() => {
                  exclusion.takeBack(out)
                  setChosen(new Set())
                }}
              >
                Take back {plural(out.length, 'row')}
              </Button>
            )}
            <span className={styles.tools}>
              <RowsFile question={question} />
              {props.tools}
            </span>
          </div>
          {(chosen.size > 0 || !isOwn) && refusal !== null && <p className={styles.hint}>{refusal}</p>}
          {chosen.size > 0 && refusal === null && split !== 'train' && (
            <p className={styles.hint}>
              Leave out only what is wrong in itself: without the rows that the model gets wrong, its scores look better
              than it is.
            </p>
          )}
          {isOwn && <TrainAgain project={project.id} run={run} exclusion={exclusion} />}
          <RowsTable
            label={label}
            about={about}
            row={row}
            order={order}
            onOrder={(next) => {
              setOrder(next)
              setActive(0)
            }}
            active={active}
            onActive={setActive}
            chosen={chosen}
            onChoose={isOwn ? choose : null}
            excluded={excluded}
            onRange={onRange}
          />
          {seen !== undefined && dataset !== undefined && (
            <RowDetail
              project={project.id}
              run={run}
              dataset={dataset}
              row={seen}
              classes={about.classes}
              isOwn={isOwn}
            />
          )}
        </>
      )}
    </div>
  )
}

/** Writes all of the rows as a CSV file and lets the person save it. */
function RowsFile({ question }: { question: RowsQuestion }) {
  const host = useHost()
  const write = useCommand('evaluation.rowsFile')
  const [error, setError] = useState<unknown>(null)
  const { project, run, split, epoch, behind } = question
  const save = async () => {
    setError(null)
    try {
      const of = { project, run: run.id, split, behind, ...(epoch === undefined ? {} : { epoch }) }
      const { artifact, fileName } = await write.mutateAsync({ ...of, job: newJobId() })
      const saved = await host.saveArtifact(artifact, fileName)
      if (!saved.ok) setError(fromFailure(saved.error))
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div>
      <Button
        size="compact-sm"
        title="All of these rows with every column, and what the model says"
        leftSection={<IconDownload size={14} aria-hidden />}
        loading={write.isPending}
        onClick={() => void save()}
      >
        Save as CSV
      </Button>
      {error !== null && <FailureNote error={error} />}
    </div>
  )
}
