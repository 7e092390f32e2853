import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from '../train.module.css'
import { settingValues } from './changed.ts'
import { useFormActions } from './context.ts'
import { settingText } from './settingText.ts'

/** What stands at a setting besides its field. */
export interface Mark {
  /** Only settings that were changed are shown, and this one was not. */
  isHidden: boolean
  /** That it was changed, and the way back; null where it was not. */
  mark: ReactNode
  /** What it does to this run. */
  effect: string | null
  /** "Balanced has 0.002."; empty where it is not known. */
  standard: string
}

const wholes = ['hidden', 'loss.classWeights']

/** @param label of the setting, which names the way back to a screen reader */
export function useMark(place: string, label: string): Mark {
  const { base, changed, onReset, onlyChanged, effectOf } = useFormActions()
  const isChanged = changed.has(place)
  // Layers are one setting, and so are class weights: what is within them shows with it.
  const whole = wholes.find((head) => place.startsWith(`${head}.`))
  const isHidden = onlyChanged && !isChanged && !(whole !== undefined && changed.has(whole))
  const values = base === null ? null : settingValues(base.config)
  const isKnown = values?.has(place) === true
  const usual = isKnown ? settingText(place, values.get(place)) : null
  const standard = base === null || usual === null ? '' : `${base.name} has ${usual}.`
  const way = usual === null ? 'Takes the usual value' : `Takes ${usual}`
  const mark =
    isChanged && base !== null ? (
      <Tooltip label={`Changed by you. ${way}, as ${base.name} has it.`} openDelay={300}>
        <ActionIcon
          size={20}
          className={styles.reset}
          aria-label={`Take ${label} as ${base.name} has it${usual === null ? '' : `: ${usual}`}`}
          onClick={() => onReset(place)}
        >
          <IconArrowBackUp size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    ) : null
  return { isHidden, mark, effect: effectOf(place), standard }
}
