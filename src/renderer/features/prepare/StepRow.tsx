import { ActionIcon, Menu, Switch, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconDots, IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { Finding, Remedy } from '../../../shared/datasets.ts'
import type { DescentError } from '../../../shared/errors.ts'
import type { Step } from '../../../shared/recipes.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Findings } from '../../components/Findings.tsx'
import styles from './steps.module.css'
import type { FieldChoices } from './fields/StepFieldInput.tsx'
import { StepEditor } from './StepEditor.tsx'
import { StepPreviewView } from './StepPreviewView.tsx'
import type { ShownStep } from './usePreviews.ts'
import { formOf, stepText } from './steps/registry.ts'

export interface StepActions {
  /** `key` is the setting that was changed; quick changes of one are taken back together. */
  edit: (step: Step, key: string) => void
  toggle: (enabled: boolean) => void
  /** By so many places within its stage. */
  move: (by: number) => void
  duplicate: () => void
  copy: () => void
  remove: () => void
}

export interface StepRowProps {
  step: Step
  /** Counted from 1 over the whole recipe. */
  number: number
  /** Within its stage. */
  isFirst: boolean
  isLast: boolean
  open: boolean
  onOpen: (open: boolean) => void
  choices: () => FieldChoices
  shown: ShownStep | undefined
  /** Why nothing can be shown of it meanwhile. */
  failure: DescentError | null
  /** Chooses the column to be seen before and after. */
  onLook: (column: string) => void
  reason: string | undefined
  /** What is wrong with it, with what mends it. */
  findings: readonly Finding[]
  onRemedy: (remedy: Remedy) => void
  /** Pixels that it is moved while a row is dragged. */
  shift: number
  dragged: boolean
  onDragStart: (event: PointerEvent<HTMLElement>) => void
  actions: StepActions
}

/** The keys of a row's head: Alt and an arrow move it, Delete removes it, Ctrl+D makes a copy. */
function rowKeys({ move, remove, duplicate }: StepActions) {
  return (event: KeyboardEvent) => {
    const arrow = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (arrow !== 0 && event.altKey) move(arrow)
    else if (event.key === 'Delete') remove()
    else if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey)) duplicate()
    else return
    event.preventDefault()
  }
}

function RowMenu({
  title,
  isFirst,
  isLast,
  actions,
}: Pick<StepRowProps, 'isFirst' | 'isLast' | 'actions'> & { title: string }) {
  const keys = (text: string) => <kbd className="faint small">{text}</kbd>
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${title}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={isFirst} rightSection={keys('Alt ↑')} onClick={() => actions.move(-1)}>
          Move up
        </Menu.Item>
        <Menu.Item disabled={isLast} rightSection={keys('Alt ↓')} onClick={() => actions.move(1)}>
          Move down
        </Menu.Item>
        <Menu.Item rightSection={keys('Ctrl D')} onClick={actions.duplicate}>
          Duplicate
        </Menu.Item>
        <Menu.Item onClick={actions.copy}>Copy the step</Menu.Item>
        <Menu.Divider />
        <Menu.Item rightSection={keys('Del')} onClick={actions.remove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** A step of the recipe: what it does and why, its settings, and what it makes of the table. */
export function StepRow(props: StepRowProps) {
  const { step, open, shown, failure, reason, actions } = props
  const form = formOf(step)
  const { title } = form
  // What a formula made before it was changed is not what stands there.
  const [writing, setWriting] = useState(false)
  return (
    <li
      className={styles.step}
      data-enabled={step.enabled}
      data-dragged={props.dragged}
      style={props.shift === 0 ? undefined : { transform: `translateY(${props.shift}px)` }}
    >
      <div className={styles.stepHead} onKeyDown={rowKeys(actions)}>
        <button
          type="button"
          className={styles.handle}
          aria-label={`Move ${title}: drag it, or Alt with the arrow keys`}
          onPointerDown={props.onDragStart}
        >
          <IconGripVertical size={15} aria-hidden />
        </button>
        <span className={styles.stepNumber}>{props.number}</span>
        <button
          type="button"
          className={styles.stepTitle}
          data-step={step.id}
          aria-expanded={open}
          aria-label={`Details of ${title}, ${stepText(step)}`}
          onClick={() => props.onOpen(!open)}
        >
          {open ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />}
          <span className="ellipsis">
            <strong>{title}</strong> <span className="soft">{stepText(step)}</span>
          </span>
        </button>
        <RowMenu title={title} isFirst={props.isFirst} isLast={props.isLast} actions={actions} />
        <Tooltip label={step.enabled ? 'Switch this step off' : 'Switch this step on'}>
          <Switch
            aria-label={`Use ${title}`}
            checked={step.enabled}
            onChange={(event) => actions.toggle(event.currentTarget.checked)}
          />
        </Tooltip>
      </div>
      {step.enabled && shown !== undefined && (
        <p className={styles.stepSummary} data-old={shown.old}>
          {shown.preview.summary}
        </p>
      )}
      {step.enabled && props.findings.length > 0 && (
        <div className={styles.stepFindings}>
          <Findings findings={props.findings} onRemedy={props.onRemedy} />
        </div>
      )}
      {reason !== undefined && <p className={styles.why}>Why: {reason}</p>}
      {open && (
        <div className={styles.stepBody}>
          <p className="soft small">
            {form.help} {form.why}
          </p>
          <StepEditor step={step} choices={props.choices()} onChange={actions.edit} onRefused={setWriting} />
          {step.enabled && shown !== undefined && !writing && <StepPreviewView shown={shown} onLook={props.onLook} />}
          {step.enabled && shown === undefined && failure !== null && !writing && (
            <>
              <p className="soft small">A sample of the rows cannot be shown; all rows are being worked out.</p>
              <FailureNote error={failure} />
            </>
          )}
        </div>
      )}
    </li>
  )
}
