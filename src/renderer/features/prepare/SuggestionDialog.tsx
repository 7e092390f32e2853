import { Button, Modal } from '@mantine/core'
import type { Recipe, SuggestedRecipe } from '../../../shared/recipes.ts'
import { plural } from '../../components/format.ts'
import { DifferenceList } from './DifferenceList.tsx'
import styles from './dialogs.module.css'
import { recipeDifferences } from './recipeDifferences.ts'

/** What the proposed recipe does otherwise than the present one, and why, before it is taken. */
export function SuggestionDialog({
  opened,
  recipe,
  suggested,
  onClose,
  onTake,
}: {
  opened: boolean
  recipe: Recipe
  suggested: SuggestedRecipe | undefined
  onClose: () => void
  onTake: () => void
}) {
  const differences = suggested === undefined ? [] : recipeDifferences(recipe, suggested)
  return (
    <Modal opened={opened} onClose={onClose} size={680} title="The suggested recipe">
      {differences.length === 0 ? (
        <p className="soft">Your recipe is the one that suits this table and target by its profile.</p>
      ) : (
        <p className="soft">
          Made for this target from the profile of the table. It differs from yours in{' '}
          {plural(differences.length, 'thing')}.
        </p>
      )}
      <DifferenceList differences={differences} />
      <div className={styles.actions}>
        <Button onClick={onClose}>{differences.length === 0 ? 'Close' : 'Keep mine'}</Button>
        {differences.length > 0 && (
          <Button variant="filled" data-autofocus onClick={onTake}>
            Take the suggestion
          </Button>
        )}
      </div>
    </Modal>
  )
}
