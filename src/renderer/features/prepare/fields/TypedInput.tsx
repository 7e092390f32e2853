import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FieldFrame } from './FieldFrame.tsx'
import type { FieldInputProps } from './props.ts'

/**
 * A setting that is typed. Every valid state counts at once, so that the preview follows; what is wrong is said as long as
 * it stands there, with the last valid value, which stays in force.
 */
export function TypedInput({
  field,
  text,
  read,
  range,
  numeric = false,
  lines = false,
  narrow = false,
  onChange,
}: FieldInputProps & {
  /** The value as text. */
  text: string
  read: (text: string) => unknown
  /** What is allowed, in words; the schema's own words where it is empty. */
  range: string
  numeric?: boolean
  /** Of several lines. */
  lines?: boolean
  /** For a short number. */
  narrow?: boolean
}) {
  const [typed, setTyped] = useState(text)
  const [known, setKnown] = useState(text)
  const [problem, setProblem] = useState<string | null>(null)
  if (known !== text) {
    setKnown(text)
    // Another value came from elsewhere, such as undo; "1." stays as it is typed.
    if (JSON.stringify(read(typed)) !== JSON.stringify(read(text))) {
      setTyped(text)
      setProblem(null)
    }
  }
  const set = (input: string) => {
    setTyped(input)
    const found = onChange(read(input))
    const wrong = found === null ? null : range === '' ? found : `Must be ${range}`
    setProblem(wrong === null || text === '' ? wrong : `${wrong}; it is ${text} until then`)
  }
  const common = {
    value: typed,
    autoComplete: 'off',
    spellCheck: false,
    error: problem,
    placeholder: field.blank ?? '',
    onBlur: () => {
      if (problem === null) setTyped(text)
    },
  }
  return (
    <FieldFrame field={field} width={lines ? 'wide' : narrow ? 'narrow' : 'plain'}>
      {(id) =>
        lines ? (
          <Textarea {...common} id={id} autosize minRows={2} onChange={(event) => set(event.currentTarget.value)} />
        ) : (
          <TextInput
            {...common}
            id={id}
            inputMode={numeric ? 'decimal' : 'text'}
            onChange={(event) => set(event.currentTarget.value)}
          />
        )
      }
    </FieldFrame>
  )
}
