import { Button, Popover } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { requestedChangeSchema, type RequestedChange } from '../../../shared/training.ts'
import { useCommand } from '../../app/data.tsx'
import { formatCount } from '../../../core/words/format.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { FormContext, plainForm } from './form/context.ts'
import { Setting } from './form/Setting.tsx'
import { fieldWords } from '../../../core/words/settings/fieldWords.ts'
import { decayInForce } from '../../../core/training/decayInForce.ts'
import { plannedEpochs } from '../../../core/training/plannedEpochs.ts'
import { rateInForce } from '../../../core/training/rateInForce.ts'
import { MoreEpochs } from './MoreEpochs.tsx'
import { plainNumber } from '../../../core/words/settings/settingText.ts'
import { changedTo } from './runViews.ts'
import styles from './train.module.css'

const settings = ['learningRate', 'batchSize', 'l2', 'weightDecay'] as const
const { shape: asks } = requestedChangeSchema
const shape = {
  learningRate: asks.learningRate.unwrap(),
  batchSize: asks.batchSize.unwrap(),
  l2: asks.l2.unwrap(),
  weightDecay: asks.weightDecay.unwrap(),
}

/** The value that holds now: the newest change, else the configuration's. */
function current(run: Run, name: (typeof settings)[number]): number | null {
  if (name === 'learningRate') return rateInForce(run.config)
  if (name === 'weightDecay') return decayInForce(run.config)
  return changedTo(run, name) ?? run.config.training[name] ?? (name === 'batchSize' ? run.rows.train : 0)
}

/** What the optimizer brings along itself: a change adds to it, and takes nothing of it away. */
function ownDecay({ config }: Run): number {
  const { optimizer } = config.training
  return optimizer.kind === 'adamW' ? optimizer.weightDecay : 0
}

/** Settings that can be changed while a run is under way. The run notes each with its step, so that it can be repeated. */
export function ChangeRun({ project, run }: { project: string; run: Run }) {
  const change = useCommand('runs.change')
  const extend = useCommand('runs.extend')
  const checkpoint = useCommand('runs.checkpoint')
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState<RequestedChange>({})
  const [invalid, setInvalid] = useState<ReadonlySet<string>>(new Set())
  const own = ownDecay(run)
  const schemas = useMemo(() => ({ ...shape, weightDecay: shape.weightDecay.min(own) }), [own])
  const shown = (name: (typeof settings)[number]) => {
    const { [name]: value } = asked
    if (value === undefined) return current(run, name)
    return name === 'weightDecay' ? own + value : value
  }
  const onValidity = (field: string, valid: boolean) =>
    setInvalid((old) => {
      if (old.has(field) !== valid) return old
      const next = new Set(old)
      if (valid) next.delete(field)
      else next.add(field)
      return next
    })
  const apply = () =>
    change.mutate(
      { project, run: run.id, change: asked },
      {
        onSuccess: () => {
          setOpen(false)
          setAsked({})
        },
      },
    )
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={330} trapFocus withArrow shadow="md">
      <Popover.Target>
        <Button leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />} onClick={() => setOpen(!open)}>
          Change
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <FormContext value={{ ...plainForm, onValidity }}>
          {settings.map((name) => (
            <Setting
              key={name}
              place={name}
              schema={schemas[name]}
              words={fieldWords[name]}
              value={shown(name)}
              onChange={(value) => {
                if (typeof value !== 'number') return
                setAsked({ ...asked, [name]: name === 'weightDecay' ? value - own : value })
              }}
            />
          ))}
        </FormContext>
        {own > 0 && (
          <p className="faint small">
            {plainNumber(own)} of the weight decay is AdamW’s own: it can be raised from there, not lowered.
          </p>
        )}
        <p className="faint small">A batch of {formatCount(run.rows.train)} rows is a full batch.</p>
        <p className="faint small">Holds from the next step on, a batch size from the next epoch on.</p>
        <MoreEpochs
          project={project}
          run={run}
          help="The run goes on for so many epochs more than it was to have. A schedule of the learning rate is stretched over them from here on, and the patience of early stopping begins anew."
          readOnly={false}
          extend={extend}
        />
        {extend.data !== undefined && !extend.isPending && (
          <p className="small" role="status">
            It goes on to epoch {formatCount(plannedEpochs(extend.data.config.training))}.
          </p>
        )}
        {extend.error !== null && <FailureNote error={extend.error} />}
        {change.error !== null && <FailureNote error={change.error} />}
        {checkpoint.error !== null && <FailureNote error={checkpoint.error} />}
        {checkpoint.data !== undefined && !checkpoint.isPending && (
          <p className="small" role="status">
            Saved at epoch {formatCount(checkpoint.data.epochs)}.
          </p>
        )}
        <div className={styles.panelButtons}>
          <Button
            size="compact-sm"
            title="Stores where the run is now: after a crash it goes on from here"
            loading={checkpoint.isPending}
            onClick={() => checkpoint.mutate({ project, run: run.id })}
          >
            Save a checkpoint now
          </Button>
          <Button
            size="compact-sm"
            variant="filled"
            loading={change.isPending}
            disabled={invalid.size > 0 || Object.keys(asked).length === 0}
            onClick={apply}
          >
            Change the run
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
