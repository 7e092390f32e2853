import { TextInput, Tooltip } from '@mantine/core'
import { useEffect, useEffectEvent, useId, useState } from 'react'
import { lossSchema } from '../../../../shared/training.ts'
import { fieldWords } from '../../../../core/words/settings/fieldWords.ts'
import { useFieldHelp } from '../fieldHelp.tsx'
import { parseNumber } from '../numbers.ts'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'
import { useMark } from './useMark.tsx'

const shown = (quantiles: readonly number[]) => quantiles.join('  ')

/** Several numbers between 0 and 1, ascending, in one field; blanks or semicolons part them. */
export function QuantilesField(props: { value: readonly number[]; onChange: (quantiles: number[]) => void }) {
  const { onDone, onValidity, onTouch } = useFormActions()
  const { mark, isHidden } = useMark('loss.quantiles', 'quantiles')
  const words = fieldWords.quantiles
  const id = useId()
  const help = useFieldHelp(words.label, words.help)
  const [text, setText] = useState(() => shown(props.value))
  const read = (input: string): number[] | null => {
    const quantiles = input
      .split(/[\s;]+|,\s/)
      .filter((part) => part !== '')
      .map((part) => parseNumber(part))
    return lossSchema.safeParse({ kind: 'quantile', quantiles }).success ? quantiles : null
  }
  const [known, setKnown] = useState(props.value)
  if (known !== props.value) {
    setKnown(props.value)
    if (shown(read(text) ?? []) !== shown(props.value)) setText(shown(props.value))
  }
  const valid = read(text) !== null
  const tell = useEffectEvent((isValid: boolean) => onValidity('loss.quantiles', isValid))
  useEffect(() => {
    tell(valid)
    return () => tell(true)
  }, [valid])
  if (isHidden) return null
  return (
    <div className={styles.field} data-place="loss.quantiles">
      <span className={styles.label}>
        <Tooltip label={words.help} openDelay={600} position="top-start">
          <label htmlFor={id}>{words.label}</label>
        </Tooltip>
        {mark}
      </span>
      <TextInput
        id={id}
        value={text}
        autoComplete="off"
        error={valid ? null : 'Must be numbers between 0 and 1, ascending'}
        onChange={(event) => {
          setText(event.currentTarget.value)
          const quantiles = read(event.currentTarget.value)
          if (quantiles === null) return
          onTouch('loss.quantiles')
          props.onChange(quantiles)
        }}
        onFocus={help.onFocus}
        onBlur={() => {
          help.onBlur()
          onDone('Change the quantiles')
        }}
      />
    </div>
  )
}
