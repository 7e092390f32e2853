import { ActionIcon, Button, Menu, Switch, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { Recipe, RecipePreview, Step, StepKind, SuggestedRecipe } from '../../../shared/recipes.ts'
import { Card } from '../../components/Page.tsx'
import styles from './Prepare.module.css'
import { sameSettings } from './recipeChanges.ts'
import { StepEditor } from './StepEditor.tsx'
import { StepPreviewView } from './StepPreviewView.tsx'
import { moved, newStep, stepKindHelp, stepKindOrder, stepKindTitles, stepText } from './stepTexts.ts'

interface StepRowProps {
  step: Step
  index: number
  count: number
  features: readonly string[]
  preview: RecipePreview['steps'][number] | undefined
  reason: string | undefined
  onEdit: (label: string, step: Step) => void
  onMove: (by: number) => void
  onRemove: () => void
}

function StepRow({ step, index, count, features, preview, reason, onEdit, onMove, onRemove }: StepRowProps) {
  const [open, setOpen] = useState(false)
  const title = stepKindTitles[step.kind]
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <li className={styles.step} data-enabled={step.enabled} onKeyDown={onKeyDown}>
      <div className={styles.stepHead}>
        <span className={styles.stepNumber}>{index + 1}</span>
        <button
          type="button"
          className={styles.stepTitle}
          aria-expanded={open}
          aria-label={`Details of ${title}, ${stepText(step)}`}
          onClick={() => setOpen((value) => !value)}
        >
          {open ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
          <span className="ellipsis">
            <strong>{title}</strong> <span className="soft">{stepText(step)}</span>
          </span>
        </button>
        <ActionIcon aria-label={`Move ${title} up`} disabled={index === 0} onClick={() => onMove(-1)}>
          <IconArrowUp size={15} />
        </ActionIcon>
        <ActionIcon aria-label={`Move ${title} down`} disabled={index === count - 1} onClick={() => onMove(1)}>
          <IconArrowDown size={15} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove ${title}`} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
        <Tooltip label={step.enabled ? 'Switch this step off' : 'Switch this step on'}>
          <Switch
            aria-label={`Use ${title}`}
            checked={step.enabled}
            onChange={(event) =>
              onEdit(`Switch ${title.toLowerCase()} ${event.currentTarget.checked ? 'on' : 'off'}`, {
                ...step,
                enabled: event.currentTarget.checked,
              })
            }
          />
        </Tooltip>
      </div>
      {step.enabled && preview !== undefined && <p className={styles.stepSummary}>{preview.summary}</p>}
      {reason !== undefined && <p className={styles.why}>Why: {reason}</p>}
      {open && (
        <div className={styles.stepBody}>
          <p className="soft small">{stepKindHelp[step.kind]}</p>
          <StepEditor
            step={step}
            features={features}
            onChange={(next) => onEdit(`Edit ${title.toLowerCase()}`, next)}
          />
          {step.enabled && preview !== undefined && <StepPreviewView preview={preview} />}
        </div>
      )}
    </li>
  )
}

/** The steps in the order they are applied: add, edit, switch off, reorder (buttons, or Alt and the arrow keys), remove. */
export function StepList({
  recipe,
  features,
  preview,
  suggested,
  onChange,
}: {
  recipe: Recipe
  features: readonly string[]
  preview: RecipePreview | undefined
  suggested: SuggestedRecipe | undefined
  onChange: (label: string, next: Recipe) => void
}) {
  const list = useRef<HTMLOListElement>(null)
  const { steps } = recipe
  const setSteps = (label: string, next: Step[]) => onChange(label, { ...recipe, steps: next })
  const add = (kind: StepKind) => {
    const id = `${kind}-${crypto.randomUUID().slice(0, 8)}`
    setSteps(`Add the step ${stepKindTitles[kind].toLowerCase()}`, [...steps, newStep(kind, id)])
  }
  const reasonOf = (step: Step) =>
    sameSettings(
      suggested?.recipe.steps.find(({ id }) => id === step.id),
      step,
    )
      ? suggested?.reasons[step.id]
      : undefined
  return (
    <Card
      title="Steps"
      label="Steps"
      aside={
        <Menu>
          <Menu.Target>
            <Button leftSection={<IconPlus size={14} aria-hidden />}>Add a step</Button>
          </Menu.Target>
          <Menu.Dropdown maw={420}>
            {stepKindOrder.map((kind) => (
              <Menu.Item key={kind} onClick={() => add(kind)}>
                {stepKindTitles[kind]}
                <div className="faint small">{stepKindHelp[kind]}</div>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      }
    >
      <p className="soft small">
        Applied from top to bottom. Every number in them is computed on the training rows alone.
      </p>
      {steps.length === 0 && <p className={styles.none}>No steps: the columns go to the network as they are.</p>}
      <ol className={styles.steps} ref={list}>
        {steps.map((step, index) => (
          <StepRow
            key={step.id}
            step={step}
            index={index}
            count={steps.length}
            features={features}
            preview={preview?.steps.find(({ id }) => id === step.id)}
            reason={reasonOf(step)}
            onEdit={(label, next) =>
              setSteps(
                label,
                steps.map((entry) => (entry.id === step.id ? next : entry)),
              )
            }
            onMove={(by) => {
              if (index + by >= 0 && index + by < steps.length)
                setSteps(`Move ${stepKindTitles[step.kind].toLowerCase()}`, moved(steps, index, by))
            }}
            onRemove={() => {
              setSteps(
                `Remove ${stepKindTitles[step.kind].toLowerCase()}`,
                steps.filter(({ id }) => id !== step.id),
              )
              list.current?.querySelector<HTMLElement>('button[aria-expanded]')?.focus()
            }}
          />
        ))}
      </ol>
    </Card>
  )
}
