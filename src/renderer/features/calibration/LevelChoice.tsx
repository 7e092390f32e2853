import { SegmentedControl, Tooltip } from '@mantine/core'
import { setKinds } from '../../../shared/calibration.ts'
import type { Task } from '../../../shared/recipes.ts'
import { chooseConformal, levels, useConformalChoice } from './choice.ts'
import { percentText, setWords } from './conformalWords.ts'
import styles from './calibration.module.css'

/** How often intervals or sets are to hold the truth, and of classes how sets are made. */
export function LevelChoice({ task }: { task: Task }) {
  const choice = useConformalChoice()
  return (
    <div className={styles.choices}>
      <SegmentedControl
        size="xs"
        aria-label="Level"
        value={String(choice.level)}
        onChange={(value) => chooseConformal({ level: Number(value) })}
        data={levels.map((level) => ({ value: String(level), label: percentText(level) }))}
      />
      {task === 'classification' && (
        <SegmentedControl
          size="xs"
          aria-label="How sets are made"
          value={choice.sets}
          onChange={(value) => chooseConformal({ sets: setKinds.find((kind) => kind === value) ?? choice.sets })}
          data={setKinds.map((kind) => ({
            value: kind,
            label: (
              <Tooltip label={setWords[kind].meaning} multiline w={280}>
                <span>{setWords[kind].name}</span>
              </Tooltip>
            ),
          }))}
        />
      )}
    </div>
  )
}
