import { useMemo, type KeyboardEvent } from 'react'
import type { StepView } from '../../../../shared/workedSteps.ts'
import { formatNumber, plural } from '../../../../core/words/format.ts'
import { useElementSize } from '../../../charts/useElementSize.ts'
import { drawnLines, drawnUnits, placeUnits, type DrawnLine, type DrawnUnit } from './layout.ts'
import { stageName, stageOf, type Phase } from './phases.ts'
import styles from './step.module.css'

export interface ChosenUnit {
  stage: number
  unit: number
}

interface StepDrawingProps {
  view: StepView
  phase: Phase
  chosen: ChosenUnit
  onChoose: (unit: ChosenUnit) => void
}

const RADIUS = 17

/**
 * The network with the row's numbers: activations on the way forward, the loss's derivatives on the way back, what is
 * added to the weights at the end. Arrow keys go from unit to unit.
 */
export function StepDrawing({ view, phase, chosen, onChoose }: StepDrawingProps) {
  const [holder, { width, height }] = useElementSize<HTMLDivElement>()
  const { stages } = view
  const drawn = useMemo(() => drawnUnits(stages, chosen), [stages, chosen])
  const places = useMemo(() => placeUnits(drawn, width, height - 24), [drawn, width, height])
  const lines = useMemo(() => drawnLines(stages, places), [stages, places])
  const active = stageOf(phase, stages.length)
  const largest = useMemo(
    () => stages.map((_, stage) => Math.max(1e-12, ...valuesOf(view, phase, stage).map(Math.abs))),
    [stages, view, phase],
  )
  const thickest = (stage: number, of: (line: DrawnLine) => number) =>
    Math.max(1e-12, ...lines.filter(({ to }) => to.stage === stage).map((line) => Math.abs(of(line))))

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const [right, down] = step
    const column = places[chosen.stage + right]
    const at = (places[chosen.stage] ?? []).findIndex(({ unit }) => unit === chosen.unit)
    const next = column?.[Math.min(column.length - 1, Math.max(0, at + down))]
    if (next !== undefined) onChoose({ stage: next.stage, unit: next.unit })
  }
  const change = phase.kind === 'update'
  const weightOf = (line: DrawnLine) => (change ? line.change : line.weight)
  return (
    <div className={styles.drawing} ref={holder} tabIndex={0} onKeyDown={move} role="group" aria-label={label(view)}>
      {width > 0 && height > 0 && (
        <svg width={width} height={height}>
          <g>
            {lines.map((line) => {
              const { from, to } = line
              const weight = weightOf(line)
              const share = Math.abs(weight) / thickest(to.stage, weightOf)
              const lit = isLit(line, phase, chosen)
              return (
                <line
                  key={`${to.stage} ${from.unit} ${to.unit}`}
                  x1={from.x + RADIUS}
                  y1={from.y}
                  x2={to.x - RADIUS}
                  y2={to.y}
                  stroke={weight < 0 ? 'var(--chart-2)' : 'var(--chart-1)'}
                  strokeDasharray={weight < 0 ? '5 3' : undefined}
                  strokeWidth={0.4 + 2.6 * share}
                  strokeOpacity={lit ? 0.25 + 0.7 * share : 0.1}
                />
              )
            })}
          </g>
          {places.map((column, stage) => (
            <g key={stage} data-faded={!reached(phase, stage)}>
              <text
                x={column[0]?.x ?? 0}
                y={height - 6}
                textAnchor="middle"
                className={styles.stageName}
                data-active={stage === active && phase.kind !== 'loss' && phase.kind !== 'update'}
              >
                {stageName(stages, stage)}
              </text>
              {column.map((place) => (
                <Unit
                  key={place.unit}
                  place={place}
                  value={valuesOf(view, phase, stage)[place.unit] ?? null}
                  largest={largest[stage] ?? 1}
                  known={reached(phase, stage)}
                  chosen={chosen.stage === stage && chosen.unit === place.unit}
                  name={unitName(view, stage, place.unit)}
                  side={stage === 0 ? 'left' : stage === stages.length - 1 ? 'right' : null}
                  onChoose={onChoose}
                />
              ))}
              {column.length < (stages[stage]?.outputs.length ?? 0) && (
                <text
                  x={column[0]?.x ?? 0}
                  y={(column.at(-1)?.y ?? 0) + 34}
                  textAnchor="middle"
                  className={styles.more}
                >
                  and {plural((stages[stage]?.outputs.length ?? 0) - column.length, 'other')}
                </text>
              )}
            </g>
          ))}
        </svg>
      )}
    </div>
  )
}

function Unit(props: {
  place: DrawnUnit
  value: number | null
  largest: number
  known: boolean
  chosen: boolean
  name: string
  /** Where its name is written, if at all. */
  side: 'left' | 'right' | null
  onChoose: (unit: ChosenUnit) => void
}) {
  const { place, value, known, chosen, name, side } = props
  const share = value === null ? 0 : Math.min(1, Math.abs(value) / props.largest)
  const tone = value !== null && value < 0 ? 'var(--chart-2)' : 'var(--chart-1)'
  return (
    <g
      className={styles.unit}
      role="button"
      aria-label={`${name}${known && value !== null ? `: ${short(value)}` : ''}`}
      aria-pressed={chosen}
      onClick={() => props.onChoose({ stage: place.stage, unit: place.unit })}
    >
      <title>{name}</title>
      <circle cx={place.x} cy={place.y} r={RADIUS} fill="var(--d-panel)" />
      <circle
        cx={place.x}
        cy={place.y}
        r={RADIUS}
        fill={tone}
        fillOpacity={known ? 0.08 + 0.4 * share : 0}
        stroke={chosen ? 'var(--d-text)' : tone}
        strokeWidth={chosen ? 2.5 : 1}
      />
      <text x={place.x} y={place.y + 4} textAnchor="middle" className={styles.value}>
        {known && value !== null ? short(value) : ''}
      </text>
      {side !== null && (
        <text
          x={place.x + (side === 'left' ? -1 : 1) * (RADIUS + 5)}
          y={place.y + 4}
          textAnchor={side === 'left' ? 'end' : 'start'}
          className={styles.sideName}
        >
          {name.length > 16 ? `${name.slice(0, 15)}…` : name}
        </text>
      )}
    </g>
  )
}

function short(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 0.01 || size >= 1000)) return value.toExponential(0)
  return formatNumber(value, 2)
}

/** What stands in the circles of a stage. */
function valuesOf({ stages }: StepView, phase: Phase, stage: number): readonly number[] {
  const of = stages[stage]
  if (of === undefined) return []
  return phase.kind === 'backward' || phase.kind === 'update' ? (of.derivatives ?? []) : of.outputs
}

/** Whether a stage's numbers are known by then. */
function reached(phase: Phase, stage: number): boolean {
  if (phase.kind === 'forward') return stage <= phase.stage
  return phase.kind === 'backward' ? stage >= phase.stage : true
}

/** Whether a line takes part: those into or out of the unit that is looked at, and those of the stage at work. */
function isLit({ from, to }: DrawnLine, phase: Phase, chosen: ChosenUnit): boolean {
  const touches = [from, to].some(({ stage, unit }) => stage === chosen.stage && unit === chosen.unit)
  if (touches) return true
  if (phase.kind === 'forward') return to.stage === phase.stage
  return phase.kind === 'backward' ? from.stage === phase.stage : phase.kind === 'update'
}

/** What a unit is called: an input's column, an output's class, else its number in its layer. */
export function unitName(view: StepView, stage: number, unit: number): string {
  const name = nameInStage(view, stage, unit)
  return isNamed(view, stage) ? name : `${stageName(view.stages, stage)}, ${name}`
}

/** The same among units of its own stage only. */
export function nameInStage(view: StepView, stage: number, unit: number): string {
  const { stages, inputNames, outputNames } = view
  if (stages[stage]?.kind === 'features') return inputNames[unit] ?? `input ${unit + 1}`
  if (stage === stages.length - 1) return outputNames[unit] ?? `output ${unit + 1}`
  return `unit ${unit + 1}`
}

const isNamed = ({ stages }: StepView, stage: number) =>
  stages[stage]?.kind === 'features' || stage === stages.length - 1

function label({ stages }: StepView): string {
  return `The network: ${stages.map((_, stage) => stageName(stages, stage)).join('; ')}. Arrow keys choose a unit.`
}
