import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '../../../shared/datasets.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { plural } from '../../../core/words/format.ts'
import { carryOver, type CarriedRecipe, withPasted } from './carryOver.ts'
import { DifferenceList } from './DifferenceList.tsx'
import styles from './dialogs.module.css'
import { Lacking } from './Lacking.tsx'
import { recipeDifferences } from './recipeDifferences.ts'
import { readRecipeText } from './recipeText.ts'

/** What a pasted text would make of the recipe here; null while there is no text. */
function carried(text: string, table: Dataset, recipe: Recipe): CarriedRecipe | { problem: string } | null {
  if (text.trim() === '') return null
  const read = readRecipeText(text)
  if ('problem' in read) return read
  if ('recipe' in read) return carryOver(read.recipe, table, recipe)
  return withPasted(recipe, read.steps, table)
}

/** Takes a recipe, or steps, that were copied from anywhere. */
export function PasteDialog({
  opened,
  table,
  recipe,
  onClose,
  onTake,
}: {
  opened: boolean
  table: Dataset
  recipe: Recipe
  onClose: () => void
  onTake: (recipe: Recipe) => void
}) {
  const [text, setText] = useState('')
  const found = carried(text, table, recipe)
  const close = () => {
    setText('')
    onClose()
  }
  const differences =
    found === null || 'problem' in found ? [] : recipeDifferences(recipe, { recipe: found.recipe, reasons: {} })
  return (
    <Modal opened={opened} onClose={close} size={680} title="Paste a recipe">
      <Textarea
        data-autofocus
        label="The copied recipe or step"
        description="Ctrl+V puts it here. Nothing changes until you take it."
        minRows={4}
        maxRows={8}
        autosize
        spellCheck={false}
        classNames={{ input: styles.code ?? '' }}
        value={text}
        error={found !== null && 'problem' in found ? found.problem : null}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found !== null && !('problem' in found) && (
        <>
          <Lacking carried={found} />
          <p className={styles.said}>
            {differences.length === 0
              ? 'It is the recipe that is here already.'
              : `It changes ${plural(differences.length, 'thing')} of the recipe here.`}
          </p>
          <DifferenceList differences={differences} />
        </>
      )}
      <div className={styles.actions}>
        <Button onClick={close}>Cancel</Button>
        <Button
          variant="filled"
          disabled={differences.length === 0}
          onClick={() => {
            if (found === null || 'problem' in found) return
            onTake(found.recipe)
            close()
          }}
        >
          Take it
        </Button>
      </div>
    </Modal>
  )
}
