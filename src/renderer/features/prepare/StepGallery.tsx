import { Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { StepKind } from '../../../shared/recipes.ts'
import styles from './gallery.module.css'
import { stageTitles } from './stageWords.ts'
import type { Stage } from '../../../shared/recipes.ts'
import { searchForms } from './steps/registry.ts'

/** The card that an arrow key leads to, of those on the screen; null beyond the first and the last. */
function neighbour(cards: readonly HTMLElement[], at: number, key: string): HTMLElement | null {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key]
  return step === undefined ? null : (cards[at + step] ?? null)
}

/** Every kind of step by family: what it does, and why one would use it. `stage` null shows all. */
export function StepGallery({
  opened,
  stage,
  onClose,
  returnFocus,
  refusal,
  onAdd,
}: {
  opened: boolean
  stage: Stage | null
  onClose: () => void
  /** Whether the focus goes back to where it was; a step that is added takes it. */
  returnFocus: boolean
  /** Why a kind cannot be added; null where it can. */
  refusal: (kind: StepKind) => string | null
  onAdd: (kind: StepKind) => void
}) {
  const [query, setQuery] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const groups = searchForms(query, stage)
  const close = () => {
    setQuery('')
    onClose()
  }
  const add = (kind: StepKind) => {
    if (refusal(kind) !== null) return
    close()
    onAdd(kind)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const cards = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])]
    const at = cards.findIndex((card) => card === document.activeElement)
    if (at < 0 && event.key !== 'ArrowDown') return
    const next = neighbour(cards, at, event.key)
    if (next === null) return
    event.preventDefault()
    next.focus()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      returnFocus={returnFocus}
      size={860}
      title={stage === null ? 'Add a step' : `Add a step to ${stageTitles[stage]}`}
      classNames={{ body: styles.body ?? '', content: styles.content ?? '' }}
    >
      <div onKeyDown={onKeyDown}>
        <TextInput
          data-autofocus
          aria-label="Find a step"
          placeholder="Find a step: median, scale, one-hot …"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = groups[0]?.forms[0]
            if (event.key === 'Enter' && first !== undefined && query.trim() !== '') add(first.kind)
          }}
        />
        <div ref={list} className={styles.groups}>
          {groups.map(({ family, forms }) => (
            <section key={family} aria-label={family}>
              <h3>{family}</h3>
              <ul className={styles.cards}>
                {forms.map((form) => (
                  <li key={form.kind}>
                    <button
                      type="button"
                      className={styles.card}
                      aria-label={form.title}
                      aria-disabled={refusal(form.kind) !== null}
                      aria-describedby={refusal(form.kind) === null ? undefined : `why-not-${form.kind}`}
                      onClick={() => add(form.kind)}
                    >
                      <strong>{form.title}</strong>
                      <span>{form.help}</span>
                      {refusal(form.kind) === null ? (
                        <span className={styles.whyUse}>{form.why}</span>
                      ) : (
                        <span id={`why-not-${form.kind}`} className={styles.whyNot}>
                          {refusal(form.kind)}
                        </span>
                      )}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {groups.length === 0 && (
            <p className={styles.none}>
              No step is called so. Try a shorter word, such as “scale”, “missing” or “date”.
            </p>
          )}
        </div>
      </div>
    </Modal>
  )
}
