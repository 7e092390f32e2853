import { ActionIcon, Button, Modal, NumberInput, Select } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import type { StepMoment, StepView, SteppedParameter } from '../../../../shared/workedSteps.ts'
import { useCall, useCommand } from '../../../app/data.tsx'
import { formatValue } from '../../../../core/words/values.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatCount } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { mostDrawn } from './layout.ts'
import { phasesOf, stageName, stageOf } from './phases.ts'
import { StepDrawing, type ChosenUnit } from './StepDrawing.tsx'
import { UnitDetail } from './UnitDetail.tsx'
import { phaseWords } from './words.ts'
import styles from './step.module.css'

interface StepDialogProps {
  project: string
  run: Run
  /** Epochs whose weights are kept. */
  epochs: readonly number[]
  start: StepMoment
  /** Of the table, that is looked at first; absent: the first training row. */
  row?: number
  onClose: () => void
}

/** One row on its way through the network and back: every true number of one step. */
export function StepDialog({ project, run, epochs, start, row: first, onClose }: StepDialogProps) {
  const [moment, setMoment] = useState<StepMoment>(start)
  const [row, setRow] = useState<number | null>(first ?? null)
  const [member, setMember] = useState(0)
  const of = { project, run: run.id, moment, member }
  const { data: view, error } = useCall('steps.view', { ...of, row }, { keepPrevious: true })
  return (
    <Modal opened fullScreen onClose={onClose} title={`One step of ${run.name}, seen`}>
      <div className={styles.body}>
        <div className={styles.bar}>
          <RowChoice view={view ?? null} onRow={setRow} />
          <Select
            label="Network"
            w={250}
            allowDeselect={false}
            value={String(moment)}
            data={[
              { value: 'next', label: 'As it is now: its next step' },
              ...epochs.map((epoch) => ({ value: String(epoch), label: `As after epoch ${formatCount(epoch)}` })),
            ]}
            onChange={(value) => setMoment(value === null || value === 'next' ? 'next' : Number(value))}
          />
          {(view?.members ?? 1) > 1 && (
            <NumberInput
              label="Member of the ensemble"
              w={160}
              min={1}
              max={view?.members ?? 1}
              value={member + 1}
              onChange={(value) => {
                const wanted = Number(value)
                if (Number.isInteger(wanted) && wanted >= 1 && wanted <= (view?.members ?? 1)) setMember(wanted - 1)
              }}
            />
          )}
          {view !== undefined && <Facts view={view} />}
        </div>
        {error !== null && (
          <div className={styles.failure}>
            <FailureNote error={error} />
          </div>
        )}
        {view === undefined ? (
          error === null && <Loading label="Working the step through…" />
        ) : (
          <Walk key={view.stages.length} of={of} run={run} view={view} />
        )}
      </div>
    </Modal>
  )
}

function RowChoice({ view, onRow }: { view: StepView | null; onRow: (row: number | null) => void }) {
  return (
    <NumberInput
      label={view === null ? 'Row' : `Row (${view.split})`}
      w={150}
      min={1}
      hideControls
      value={view === null ? '' : view.row + 1}
      onChange={(value) => {
        const wanted = Number(value)
        if (value !== '' && Number.isInteger(wanted) && wanted >= 1) onRow(wanted - 1)
      }}
      rightSectionWidth={62}
      rightSection={
        <span className={styles.walk} style={{ gap: 2 }}>
          <ActionIcon
            size={24}
            aria-label="Row before"
            disabled={view?.previous == null}
            onClick={() => onRow(view?.previous ?? null)}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={24}
            aria-label="Next row"
            disabled={view?.next == null}
            onClick={() => onRow(view?.next ?? null)}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </span>
      }
    />
  )
}

function Facts({ view }: { view: StepView }) {
  const facts = [
    ['Truth', view.actual],
    ['Loss', formatValue(view.loss)],
    ['Learning rate', formatValue(view.learningRate)],
    ['Gradient’s length', formatValue(view.gradientNorm)],
    ['Step', formatCount(view.step)],
  ] as const
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The phases of the step, one after the other, with the drawing and the chosen unit's numbers. */
function Walk(props: {
  of: { project: string; run: string; moment: StepMoment; member: number }
  run: Run
  view: StepView
}) {
  const { of, run, view } = props
  const phases = phasesOf(view)
  const [at, setAt] = useState(0)
  const [chosen, setChosen] = useState<ChosenUnit>({ stage: 0, unit: 0 })
  const [checked, setChecked] = useState<{ name: string; parameter: SteppedParameter } | null>(null)
  const check = useCommand('steps.check')
  const phase = phases[at] ?? { kind: 'update' as const }
  const unit = useCall('steps.unit', { ...of, row: view.row, ...chosen }, { keepPrevious: true })
  const { title, text } = phaseWords(phase, view)

  const choose = (next: ChosenUnit) => {
    setChosen(next)
    setChecked(null)
  }
  const go = (next: number) => {
    const to = Math.min(phases.length - 1, Math.max(0, next))
    const wanted = phases[to]
    setAt(to)
    setChecked(null)
    if (wanted === undefined || wanted.kind === 'update') return
    const stage = stageOf(wanted, view.stages.length)
    const count = view.stages[stage]?.outputs.length ?? 1
    setChosen((old) => ({ stage, unit: Math.min(old.unit, count - 1) }))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'PageDown') go(at + 1)
    else if (event.key === 'PageUp') go(at - 1)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles.stage} onKeyDown={onKeyDown}>
        <div className={styles.walk}>
          <Button disabled={at === 0} onClick={() => go(at - 1)}>
            Back
          </Button>
          <p className={styles.caption} aria-live="polite">
            <strong>
              {at + 1} of {phases.length} · {title}
            </strong>
            {text}
            {phase.kind === 'update' && of.moment !== 'next' && freshOptimizer}
          </p>
          <Button variant="filled" disabled={at === phases.length - 1} onClick={() => go(at + 1)}>
            Next
          </Button>
        </div>
        <StepDrawing view={view} phase={phase} chosen={chosen} onChoose={choose} />
      </div>
      <aside className={styles.detail} aria-label="The chosen unit">
        <UnitChoice view={view} chosen={chosen} onChoose={choose} />
        {unit.error !== null && <FailureNote error={unit.error} />}
        {unit.data !== undefined && (
          <UnitDetail
            run={run}
            view={view}
            unit={unit.data}
            chosen={chosen}
            phase={phase}
            onCheck={(parameter, name) => {
              setChecked({ parameter, name })
              check.mutate({ ...of, row: view.row, index: parameter.index })
            }}
          />
        )}
        {checked !== null && (
          <div className={styles.check} role="status">
            {check.error !== null && <FailureNote error={check.error} />}
            {check.data !== undefined && !check.isPending && (
              <>
                <strong>Gradient of “{checked.name}”, measured.</strong> With the weight{' '}
                {formatValue(check.data.distance)} lower the loss is {formatValue(check.data.below, 7)}, with it as much
                higher {formatValue(check.data.above, 7)}: a slope of {formatValue(check.data.gradient, 6)}.
                Backpropagation says {formatValue(checked.parameter.gradient, 6)}.{' '}
                {agreement(check.data.gradient, checked.parameter.gradient)}
              </>
            )}
          </div>
        )}
      </aside>
    </>
  )
}

/** Chooses among units of which only some are drawn. */
function UnitChoice(props: { view: StepView; chosen: ChosenUnit; onChoose: (unit: ChosenUnit) => void }) {
  const { view, chosen, onChoose } = props
  const count = view.stages[chosen.stage]?.outputs.length ?? 0
  if (count <= mostDrawn) return null
  return (
    <NumberInput
      className={styles.unitChoice ?? ''}
      label={`Unit of ${stageName(view.stages, chosen.stage)}, 1 to ${formatCount(count)}`}
      description={`Drawn are the ${mostDrawn} with the largest numbers, and the one chosen here.`}
      min={1}
      max={count}
      value={chosen.unit + 1}
      onChange={(value) => {
        const wanted = Number(value)
        if (Number.isInteger(wanted) && wanted >= 1 && wanted <= count) onChoose({ ...chosen, unit: wanted - 1 })
      }}
    />
  )
}

const freshOptimizer =
  ' At a kept epoch the optimizer’s memory is not kept: this is the step of one that begins afresh, with the learning rate of the first step.'

/** How well a measured gradient and the derived one agree. */
function agreement(measured: number, derived: number): string {
  const size = Math.max(Math.abs(measured), Math.abs(derived))
  if (size < 1e-7) return 'Both are zero.'
  const difference = Math.abs(measured - derived) / size
  return difference < 1e-3
    ? `They agree to ${formatValue(difference, 2)} of their size.`
    : 'They differ: at a kink of an activation both sides have another slope.'
}
