import { Button, Modal, Radio } from '@mantine/core'
import { useCallback, useState } from 'react'
import { networksOf, type Folds, type Recipe, type Task } from '../../../../shared/recipes.ts'
import type { RunEstimate } from '../../../../shared/runs.ts'
import { searchSpaceSchema } from '../../../../shared/search.ts'
import type { StudyPlan } from '../../../../shared/studies.ts'
import type { RunConfig } from '../../../../shared/training.ts'
import { relativeWork } from '../../../../core/search/workload.ts'
import { useCall, useCommand } from '../../../app/data.tsx'
import { navigate } from '../../../app/route.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatDuration, plural } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { FoldsEditor } from '../../prepare/folds/FoldsEditor.tsx'
import { usualFolds } from '../../prepare/folds/foldsChanges.ts'
import { columnsBefore, listedColumns } from '../../prepare/tableSteps.ts'
import { closeForm } from '../../train/draft.ts'
import { planKinds, planWords } from '../words.ts'
import { NumberBox, whole } from './NumberBox.tsx'
import { SearchFields, type SearchDraft } from './SearchFields.tsx'
import styles from './plan.module.css'

const SEEDS = 5
/** Of trials with the form's own network. */
const usualWork = { low: 1, high: 1 }

interface PlanDialogProps {
  project: string
  dataset: string
  recipe: Recipe
  config: RunConfig
  task: Task
  estimate: RunEstimate | undefined
  onClose: () => void
}

/** What a study would do, before it is started: repeats, folds or a search around the form's settings. */
export function PlanDialog(props: PlanDialogProps) {
  const { dataset, recipe, config, task } = props
  const of = { project: props.project, dataset }
  const [kind, setKind] = useState<StudyPlan['kind']>('repeat')
  const [seeds, setSeeds] = useState(SEEDS)
  const [folds, setFolds] = useState<Folds>(() => usualFolds(recipe, task))
  const [changed, setChanged] = useState<SearchDraft | null>(null)
  const [invalid, setInvalid] = useState<ReadonlySet<string>>(new Set())
  const start = useCommand('studies.start')
  const cores = useCall('app.info', {}).data?.cores ?? 1
  const columns = useCall('datasets.get', of).data?.columns ?? []
  const listed = listedColumns(columns, columnsBefore(columns, recipe, null))
  const suggested = useCall('studies.suggest', kind === 'search' ? { ...of, recipe, config } : null)
  const search = changed ?? suggested.data ?? null
  const onValidity = useCallback((field: string, valid: boolean) => {
    setInvalid((old) => {
      if (old.has(field) !== valid) return old
      const next = new Set(old)
      if (valid) next.delete(field)
      else next.add(field)
      return next
    })
  }, [])

  const plan: StudyPlan | null =
    kind === 'repeat'
      ? { kind, seeds }
      : kind === 'folds'
        ? { kind, folds }
        : search === null || !searchSpaceSchema.safeParse(search.space).success
          ? null
          : { kind, ...search }
  const space = plan?.kind === 'search' ? plan.space : null
  const { estimate } = props
  const work = space === null || estimate === undefined ? usualWork : relativeWork(config, space, estimate)
  const begin = () => {
    if (plan === null || invalid.size > 0) return
    start.mutate(
      { ...of, recipe, config, plan },
      {
        onSuccess: ({ id }) => {
          closeForm(dataset)
          navigate({ step: 'train', study: id })
        },
      },
    )
  }
  return (
    <Modal opened onClose={props.onClose} title="Repeat or search" size={760}>
      <Radio.Group
        aria-label="What to do"
        value={kind}
        onChange={(value) => {
          const chosen = planKinds.find((name) => name === value)
          if (chosen !== undefined) setKind(chosen)
        }}
      >
        <div className={styles.kinds}>
          {planKinds.map((name) => (
            <Radio.Card key={name} value={name} className={styles.kind} aria-label={planWords[name].name}>
              <Radio.Indicator size="xs" mt={2} />
              <span>
                <strong>{planWords[name].name}</strong>
                <span className="small soft">{planWords[name].text}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {kind === 'repeat' && (
        <div className={styles.fields}>
          <NumberBox
            label="Seeds"
            help="The form's seed and those that follow it. Five tell roughly, twenty well."
            value={seeds}
            {...whole(2, 100)}
            onChange={(value) => value !== null && setSeeds(value)}
            onValidity={(valid) => onValidity('seeds', valid)}
          />
        </div>
      )}
      {kind === 'folds' && (
        <FoldsEditor folds={folds} recipe={recipe} task={task} columns={listed} onChange={setFolds} />
      )}
      {kind === 'search' && suggested.error !== null && <FailureNote error={suggested.error} />}
      {kind === 'search' && search === null && suggested.error === null && (
        <Loading label="Finding ranges that suit the table…" />
      )}
      {kind === 'search' && search !== null && suggested.data !== undefined && (
        <SearchFields
          draft={search}
          suggested={suggested.data.space}
          config={config}
          task={task}
          onChange={setChanged}
          onValidity={onValidity}
        />
      )}
      {start.error !== null && <FailureNote error={start.error} />}
      <div className={styles.footer}>
        {plan !== null && (
          <span className={styles.takes}>
            {takes(plan, config, { work, secondsPerEpoch: estimate?.secondsPerEpoch ?? null, cores })}
          </span>
        )}
        <Button onClick={props.onClose}>Cancel</Button>
        <Button variant="filled" loading={start.isPending} disabled={plan === null || invalid.size > 0} onClick={begin}>
          Start
        </Button>
      </div>
    </Modal>
  )
}

/**
 * How many runs, and how long they take: of a search between small and large networks, and trials that are stopped
 * early or not. Early stopping ends most of them before.
 */
function takes(
  plan: StudyPlan,
  config: RunConfig,
  of: { work: ReturnType<typeof relativeWork>; secondsPerEpoch: number | null; cores: number },
): string {
  const { work, secondsPerEpoch, cores } = of
  const runs =
    plan.kind === 'repeat' ? plan.seeds : plan.kind === 'folds' ? networksOf(plan.folds) : plan.settings.trials
  const parallel = Math.min(runs, plan.kind === 'search' ? plan.settings.parallel : (plan.parallel ?? cores), cores)
  if (secondsPerEpoch === null) return plural(runs, 'run')
  const all = (secondsPerEpoch * config.training.epochs * runs) / parallel
  const duration = (seconds: number) => formatDuration(Math.max(1, seconds))
  if (plan.kind !== 'search') return `${plural(runs, 'run')}, at most about ${duration(all)}`
  const { timeSeconds, halving } = plan.settings
  const least = halving === null ? 1 : halving.minimumEpochs / config.training.epochs
  const limit = timeSeconds ?? Infinity
  const [from, to] = [all * work.low * least, all * work.high].map((seconds) => duration(Math.min(limit, seconds)))
  const span = from === to ? `about ${from}` : `about ${from} to ${to}, by the networks that are tried`
  return `${plural(runs, 'run')} at most, ${span}`
}
