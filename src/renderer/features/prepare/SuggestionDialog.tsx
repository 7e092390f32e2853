import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Recipe, SuggestedRecipe } from '../../../shared/recipes.ts'
import { plural } from '../../../core/words/format.ts'
import { DifferenceList } from './DifferenceList.tsx'
import { AnsweredFindings } from './AnsweredFindings.tsx'
import styles from './dialogs.module.css'
import { recipeDifferences, withOwnSettings } from './recipeDifferences.ts'
import { takeDifferences } from './takeDifferences.ts'

/** What the proposed recipe does otherwise than the present one, and why, before it is taken. */
export function SuggestionDialog({
  opened,
  recipe,
  suggested,
  initial,
  onClose,
  onTake,
}: {
  opened: boolean
  recipe: Recipe
  suggested: SuggestedRecipe | undefined
  /** What the table began with: what is otherwise in `recipe` a person chose. */
  initial: Recipe | undefined
  onClose: () => void
  onTake: (recipe: Recipe) => void
}) {
  const [switched, setSwitched] = useState<ReadonlySet<string>>(new Set())
  const proposed = suggested === undefined ? undefined : withOwnSettings(suggested.recipe, recipe)
  const differences =
    suggested === undefined || proposed === undefined
      ? []
      : recipeDifferences(recipe, { ...suggested, recipe: proposed }, initial)
  const chosen = new Set(
    differences.filter(({ id, decided }) => switched.has(id) === (decided === true)).map(({ id }) => id),
  )
  const choose = (id: string) =>
    setSwitched((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]))
  const close = () => {
    setSwitched(new Set())
    onClose()
  }
  const take = () => {
    if (proposed !== undefined) onTake(takeDifferences(recipe, proposed, chosen))
    setSwitched(new Set())
  }
  return (
    <Modal opened={opened} onClose={close} size={680} title="The suggested recipe">
      {differences.length === 0 ? (
        <p className="soft">Your recipe is the one that suits this table and target by its profile.</p>
      ) : (
        <p className="soft">
          Made for this target from the profile of the table. It differs from yours in{' '}
          {plural(differences.length, 'thing')}.
        </p>
      )}
      <DifferenceList differences={differences} chosen={chosen} onChoose={choose} />
      <AnsweredFindings findings={suggested?.findings ?? []} />
      <div className={styles.actions}>
        <Button onClick={close}>{differences.length === 0 ? 'Close' : 'Keep mine'}</Button>
        {differences.length > 0 && (
          <Button variant="filled" data-autofocus disabled={chosen.size === 0} onClick={take}>
            {chosen.size === differences.length
              ? 'Take the suggestion'
              : `Take ${chosen.size} of ${plural(differences.length, 'change')}`}
          </Button>
        )}
      </div>
    </Modal>
  )
}
