import { Button, Popover, Textarea, TextInput } from '@mantine/core'
import { IconMathFunction } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { formulaFunctions } from '../../../../core/formula/functions.ts'
import type { FormulaProblem } from '../../../../core/formula/problem.ts'
import type { ColumnsInView } from '../tableSteps.ts'
import { FieldFrame } from './FieldFrame.tsx'
import styles from './formula.module.css'
import { formulaProblem, nameInFormula, withInserted } from './formulaText.ts'
import type { FieldInputProps } from './props.ts'

/** What is wrong with a formula, with the part at fault marked. */
function Fault({ source, problem }: { source: string; problem: FormulaProblem }) {
  const { start, end, message } = problem
  return (
    <>
      <code className={styles.fault}>
        {source.slice(0, start)}
        <mark>{source.slice(start, end) || ' '}</mark>
        {source.slice(end)}
      </code>
      <span>{message}</span>
    </>
  )
}

/** Columns and functions to choose from; a click puts one into the formula. */
function Library({ columns, onInsert }: { columns: ColumnsInView; onInsert: (text: string) => void }) {
  const [query, setQuery] = useState('')
  const words = query.trim().toLowerCase()
  const names = [...columns.keys()].filter((name) => name.toLowerCase().includes(words)).slice(0, 60)
  const functions = formulaFunctions.filter(({ name, help }) => `${name} ${help}`.toLowerCase().includes(words))
  return (
    <div className={styles.library}>
      <TextInput
        data-autofocus
        aria-label="Find a column or a function"
        placeholder="Find a column or a function"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {names.length > 0 && (
        <section aria-label="Columns of the table">
          <h3>Columns</h3>
          <div className={styles.names}>
            {names.map((name) => (
              <button key={name} type="button" onClick={() => onInsert(nameInFormula(name))}>
                {name}
              </button>
            ))}
          </div>
        </section>
      )}
      {functions.length > 0 && (
        <section aria-label="Functions">
          <h3>Functions</h3>
          <ul>
            {functions.map(({ name, usage, help, example }) => (
              <li key={name}>
                <button type="button" title={`For example: ${example}`} onClick={() => onInsert(`${name}()`)}>
                  <code>{usage}</code>
                  <span>{help}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {names.length === 0 && functions.length === 0 && <p className="soft small">Nothing is called so.</p>}
    </div>
  )
}

/**
 * A formula, or a condition. It is checked while it is typed, and counts as soon as it can be used; leaving the field
 * keeps whatever stands there.
 */
export function FormulaInput({
  field,
  value,
  onChange,
  columns,
  isCondition,
  onRefused,
}: FieldInputProps & {
  columns: ColumnsInView
  isCondition: boolean
  /** Told whether what stands there cannot be used. */
  onRefused: (refused: boolean) => void
}) {
  const stored = typeof value === 'string' ? value : ''
  const [typed, setTyped] = useState(stored)
  const [known, setKnown] = useState(stored)
  const [opened, setOpened] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  if (known !== stored) {
    setKnown(stored)
    setTyped(stored)
  }
  const values = new Map([...columns].map(([name, column]) => [name, column.value]))
  const problem = formulaProblem(typed, values, isCondition)
  const refused = problem !== null
  useEffect(() => onRefused(refused), [onRefused, refused])
  const set = (text: string) => {
    setTyped(text)
    if (text.trim() === '' || formulaProblem(text, values, isCondition) !== null) return
    setKnown(text)
    onChange(text)
  }
  const insert = (text: string) => {
    const place = {
      start: input.current?.selectionStart ?? typed.length,
      end: input.current?.selectionEnd ?? typed.length,
    }
    const next = withInserted(typed, place, text)
    set(next.text)
    setOpened(false)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(next.cursor, next.cursor)
    })
  }
  return (
    <div className={styles.formula}>
      <FieldFrame field={field} width="wide">
        {(id) => (
          <Textarea
            id={id}
            ref={input}
            autosize
            minRows={1}
            maxRows={6}
            spellCheck={false}
            classNames={{ input: styles.code ?? '' }}
            value={typed}
            error={problem === null ? null : <Fault source={typed} problem={problem} />}
            onChange={(event) => set(event.currentTarget.value)}
            onBlur={() => {
              if (typed !== stored) onChange(typed)
            }}
          />
        )}
      </FieldFrame>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus width={380}>
        <Popover.Target>
          <Button
            className={styles.open}
            leftSection={<IconMathFunction size={15} aria-hidden />}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            Columns and functions
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Library columns={columns} onInsert={insert} />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
