import { Tooltip } from '@mantine/core'
import { IconCheck, IconExclamationMark, IconRefreshAlert } from '@tabler/icons-react'
import { memo, useState } from 'react'
import styles from './Rail.module.css'
import { formatRoute, type Route, type StepName, stepNames } from './route.ts'
import { type StepMark, stepTitles } from './steps.ts'

const stateWords: Record<StepMark['state'], string> = {
  notStarted: 'not started',
  needsAttention: 'needs attention',
  running: 'running',
  done: 'done',
  stale: 'stale',
}

function StateIcon({ state }: { state: StepMark['state'] }) {
  switch (state) {
    case 'done':
      return <IconCheck size={13} aria-hidden />
    case 'needsAttention':
      return <IconExclamationMark size={13} aria-hidden />
    case 'stale':
      return <IconRefreshAlert size={13} aria-hidden />
    case 'running':
      return <span className={styles.pulse} aria-hidden />
    case 'notStarted':
      return null
  }
}

const RailLink = memo(function RailLink({
  href,
  current,
  step,
  number,
  ...mark
}: StepMark & {
  href: string
  current: boolean
  step: StepName
  number: number | null
}) {
  const title = stepTitles[step]
  // After a click the pointer rests on the link while the person already looks at the step.
  const [clicked, setClicked] = useState(false)
  return (
    <Tooltip label={mark.hint} position="right" openDelay={600} disabled={clicked}>
      <a
        href={href}
        className={styles.link}
        aria-description={step === 'runs' ? mark.hint : `${stateWords[mark.state]}: ${mark.hint}`}
        aria-current={current ? 'step' : undefined}
        onClick={() => setClicked(true)}
        onPointerLeave={() => setClicked(false)}
      >
        <span className={styles.number} aria-hidden>
          {number}
        </span>
        <span>{title}</span>
        <span className={styles.mark} data-state={mark.state} aria-hidden>
          <StateIcon state={mark.state} />
          <span className="ellipsis">{mark.text}</span>
        </span>
      </a>
    </Tooltip>
  )
})

/** The five steps with their state, then the runs. */
export function Rail({ route, marks }: { route: Route; marks: Record<StepName, StepMark> }) {
  return (
    <nav className={styles.rail} aria-label="Steps">
      {stepNames.map((step, index) => (
        <div key={step} className={step === 'runs' ? styles.apart : undefined}>
          <RailLink
            {...marks[step]}
            href={formatRoute({ ...route, step })}
            current={route.step === step}
            step={step}
            number={step === 'runs' ? null : index + 1}
          />
        </div>
      ))}
    </nav>
  )
}
