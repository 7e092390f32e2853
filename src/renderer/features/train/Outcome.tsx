import { Button } from '@mantine/core'
import { Curve } from '../../../core/series/curve.ts'
import { fromFailure, type Failure } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import { useCall, useCommand } from '../../app/data.tsx'
import { valueNear } from '../../charts/series.ts'
import { formatValue } from '../../../core/words/values.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCount } from '../../../core/words/format.ts'
import { Card } from '../../components/Page.tsx'
import { openBranch, openForm } from './draft.ts'
import { hintsOf, remedyOf } from './hints.ts'
import { MoreEpochs } from './MoreEpochs.tsx'
import { differentText, repeatText } from './repeat/words.ts'
import { whyStopped } from './words.ts'
import styles from './train.module.css'

/** After a run: why it ended, what to try next, best and last side by side, and more epochs on demand. */
export function Outcome(props: {
  project: string
  /** The dataset that a new run would learn from. */
  dataset: string
  run: Run
  readOnly: boolean
  /** The last kept epoch before anything went wrong; null where none was kept. */
  sound: number | null
}) {
  const { project, dataset, run, readOnly, sound } = props
  const extend = useCommand('runs.extend')
  const remedy = run.failure === null ? null : remedyOf(run.failure, run.config)
  const goOn = (epochs: number) => extend.mutate({ project, run: run.id, epochs })
  return (
    <div className={styles.outcome}>
      <Card title={run.state === 'failed' ? 'What went wrong' : 'Why it ended'}>
        {run.failure !== null && (
          <FailureNote error={fromFailure(remedy === null ? run.failure : unhinted(run.failure))} />
        )}
        {run.state !== 'failed' && <p>{whyStopped(run)}</p>}
        {run.repeats !== undefined && (
          <p className={styles.repeats}>
            It repeats “{run.repeats.name}”: {repeatText(run)}. {run.repeats.equal === false && differentText}
          </p>
        )}
        {remedy !== null && (
          <div className={styles.panelButtons}>
            <Button variant="filled" onClick={() => openForm(dataset, remedy.config)}>
              {remedy.label}
            </Button>
            {run.failure?.kind === 'diverged' && sound !== null && (
              <Button disabled={readOnly} onClick={() => openBranch(dataset, { ...run, config: remedy.config }, sound)}>
                Go back to epoch {formatCount(sound)} with that rate
              </Button>
            )}
          </div>
        )}
        {hintsOf(run).map(({ message, remedy: offer }) => (
          <div key={message} className={styles.hint}>
            <p>{message}</p>
            {offer !== null && (
              <Button
                size="compact-sm"
                disabled={readOnly || extend.isPending}
                onClick={() =>
                  offer.action.kind === 'extend' ? goOn(offer.action.epochs) : openForm(dataset, offer.action.config)
                }
              >
                {offer.label}
              </Button>
            )}
          </div>
        ))}
        {extend.error !== null && <FailureNote error={extend.error} />}
      </Card>
      <Card title="Best and last">
        <BestAndLast project={project} run={run} />
        {run.stopReason === 'converged' && (
          <p className={styles.repeats}>More epochs would change nothing: it has converged.</p>
        )}
        {run.state === 'finished' && run.stopReason !== 'converged' && (
          <MoreEpochs
            project={project}
            run={run}
            help="The run goes on from its last epoch with the optimizer as it was, as if it had never ended. Where early stopping ended it, its patience begins anew."
            readOnly={readOnly}
            extend={extend}
          />
        )}
      </Card>
    </div>
  )
}

function BestAndLast({ project, run }: { project: string; run: Run }) {
  const atBest = useCall(
    'runs.series',
    run.bestEpoch === null ? null : { project, run: run.id, points: 2_000, fromEpoch: run.bestEpoch },
  ).data
  const trainingAtBest =
    atBest === undefined || run.bestEpoch === null
      ? null
      : valueNear(Curve.from(atBest.epochs, atBest.train), run.bestEpoch)
  const hasValidation = run.rows.validation > 0
  return (
    <table className={styles.compare}>
      <thead>
        <tr>
          <td />
          <th scope="col">Best (kept)</th>
          <th scope="col">Last</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Epoch</th>
          <td>{run.bestEpoch === null ? '–' : formatCount(run.bestEpoch)}</td>
          <td>{formatCount(run.epochs)}</td>
        </tr>
        <tr>
          <th scope="row">Training loss</th>
          <td>{formatValue(hasValidation ? (trainingAtBest?.y ?? null) : run.bestLoss)}</td>
          <td>{formatValue(run.lastTrainLoss)}</td>
        </tr>
        {hasValidation && (
          <tr>
            <th scope="row">Validation loss</th>
            <td>{formatValue(run.bestLoss)}</td>
            <td>{formatValue(run.lastValidationLoss)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

/** Without its hint, which a button says. */
function unhinted(failure: Failure): Failure {
  const { hint: _, ...told } = failure
  return told
}
