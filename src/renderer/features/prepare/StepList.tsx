import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import type { Dataset, Finding, Remedy } from '../../../shared/datasets.ts'
import type { DescentError } from '../../../shared/errors.ts'
import { type Recipe, stageOfStep, type Step, type SuggestedRecipe } from '../../../shared/recipes.ts'
import type { FieldChoices } from './fields/StepFieldInput.tsx'
import { roleOf, sameSettings } from './recipeChanges.ts'
import { columnsBefore, levelsOf, listedColumns, remediesOfRefused } from './tableSteps.ts'
import { byStage, withCopy, withStepAt } from './stepChanges.ts'
import { copySteps } from './recipeClipboard.ts'
import { StepRow } from './StepRow.tsx'
import type { Stage } from '../../../shared/recipes.ts'
import { formOf, titleInSentence } from './steps/registry.ts'
import styles from './steps.module.css'
import type { OpenSteps } from './useLooks.ts'
import type { Previews } from './usePreviews.ts'
import type { ChangeRecipe } from './useRecipe.ts'
import { useRowDrag } from './useRowDrag.ts'

interface StageListProps {
  recipe: Recipe
  stage: Stage
  table: Dataset
  previews: Previews
  open: OpenSteps
  suggested: SuggestedRecipe | undefined
  onChange: ChangeRecipe
  onRemedy: (remedy: Remedy) => void
}

/** Why a step was proposed, as long as it is as it was proposed. */
function reasonOf(step: Step, suggested: SuggestedRecipe | undefined): string | undefined {
  const proposed = suggested?.recipe.steps.find(({ id }) => id === step.id)
  return sameSettings(proposed, step) ? suggested?.reasons[step.id] : undefined
}

/** What a step's fields offer to choose from. */
function choicesFor(step: Step, recipe: Recipe, { columns: raw }: Dataset): FieldChoices {
  const columns = columnsBefore(raw, recipe, step)
  const names = [...columns.keys()]
  const isLate = stageOfStep[step.kind] !== 'table'
  return {
    columns,
    features: isLate ? names.filter((name) => roleOf(recipe, name) === 'feature') : names,
    levels: levelsOf(step, listedColumns(raw, columns)),
  }
}

function refusalFinding(step: string, { message, hint }: DescentError, remedies: Finding['remedies'] = []): Finding {
  const text = hint === undefined ? message : `${message} ${hint}`
  return { kind: 'refusedStep', severity: 'warning', step, message: text, remedies }
}

function unfinishedFinding(step: string, ask: string): Finding {
  const message = `Not finished: ${ask[0]?.toLowerCase() ?? ''}${ask.slice(1)}. Until then the step is left out of what is shown.`
  return { kind: 'unfinishedStep', severity: 'warning', step, message, remedies: [] }
}

/** Why nothing can be shown, at the step where that lies. */
function failedStep({ error, refused }: Previews): Finding[] {
  const step = error?.where?.step
  return error === null || step === undefined || refused.has(step) ? [] : [refusalFinding(step, error)]
}

/** The steps of a stage: edit, switch off, reorder, copy, remove. */
export function StageSteps({ recipe, stage, table, previews, open, suggested, onChange, onRemedy }: StageListProps) {
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const { steps } = recipe
  const own = byStage(steps)[stage]
  const findings = [
    ...Array.from(previews.unfinished, ([id, ask]) => unfinishedFinding(id, ask)),
    ...Array.from(previews.refused, ([id, error]) =>
      refusalFinding(id, error, remediesOfRefused(table.columns, recipe, id)),
    ),
    ...failedStep(previews),
    ...(previews.whole?.findings ?? []),
  ]
  const isLeftOut = (id: string) => previews.refused.has(id) || previews.unfinished.has(id)
  const setSteps = (label: string, next: Step[], subject?: string) =>
    onChange(label, { ...recipe, steps: next }, subject)
  const focus = (id: string | undefined) =>
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id ?? '')}"]`)?.focus(),
    )

  const moveTo = (from: number, to: number) => {
    const step = own[from]?.step
    if (step === undefined || to < 0 || to >= own.length || to === from) return
    setSteps(`Move ${titleInSentence(step)}`, withStepAt(steps, step.id, to))
    setSaid(`${formOf(step).title} is now ${to + 1} of ${own.length}`)
    focus(step.id)
  }
  const drag = useRowDrag(moveTo)
  return (
    <>
      <ol className={styles.steps} ref={list} data-dragging={drag.dragged !== null}>
        {own.map(({ step, index }, at) => {
          const name = titleInSentence(step)
          const replace = (label: string, next: Step, subject?: string) =>
            setSteps(
              label,
              steps.map((entry) => (entry.id === step.id ? next : entry)),
              subject,
            )
          return (
            <StepRow
              key={step.id}
              step={step}
              number={index + 1}
              isFirst={at === 0}
              isLast={at === own.length - 1}
              open={open.isOpen(step.id)}
              onOpen={(shown) => open.set(step.id, shown)}
              onLook={(column) => open.look(step.id, column)}
              choices={() => choicesFor(step, recipe, table)}
              shown={isLeftOut(step.id) ? undefined : previews.stepOf(step.id)}
              failure={previews.error === null && !isLeftOut(step.id) ? previews.sampleError : null}
              reason={reasonOf(step, suggested)}
              findings={findings.filter((finding) => finding.step === step.id)}
              onRemedy={onRemedy}
              shift={drag.shiftOf(at)}
              dragged={drag.dragged === at}
              onDragStart={(event) => drag.start(event, at)}
              actions={{
                edit: (next, key) => replace(`Edit ${name}`, next, `${step.id} ${key}`),
                toggle: (enabled) => replace(`Switch ${name} ${enabled ? 'on' : 'off'}`, { ...step, enabled }),
                move: (by) => moveTo(at, at + by),
                duplicate: () => setSteps(`Duplicate ${name}`, withCopy(steps, step.id)),
                copy: () => copySteps([step]),
                remove: () => {
                  setSteps(
                    `Remove ${name}`,
                    steps.filter(({ id }) => id !== step.id),
                  )
                  focus((own[at + 1] ?? own[at - 1])?.step.id)
                },
              }}
            />
          )
        })}
      </ol>
      <span role="status" className={styles.hidden}>
        {said}
      </span>
    </>
  )
}

/** A part of the recipe with its title, what it is for, and what is in it. */
export function StageSection({
  title,
  help,
  empty,
  onAdd,
  children,
}: {
  title: string
  help: string
  /** Said where nothing is in it; null where something is. */
  empty: string | null
  onAdd: (() => void) | null
  children: ReactNode
}) {
  return (
    <section className={styles.stage} aria-label={title}>
      <div className={styles.stageHead}>
        <h3>{title}</h3>
        <span className="faint small ellipsis" title={help}>
          {help}
        </span>
        {onAdd !== null && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={13} aria-hidden />}
            aria-label={`Add a step to ${title}`}
            onClick={onAdd}
          >
            Add
          </Button>
        )}
      </div>
      {children}
      {empty !== null && <p className={styles.none}>{empty}</p>}
    </section>
  )
}
