import { Button, Modal, NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DatasetBrief } from '../../../shared/datasets.ts'
import { type DescentError, fromFailure, toFailure } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { callHost, useCall, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { carryOver } from './carryOver.ts'
import { DifferenceList } from './DifferenceList.tsx'
import styles from './dialogs.module.css'
import { Lacking } from './Lacking.tsx'
import { recipeDifferences } from './recipeDifferences.ts'

/** Gives the recipe to another table of the project, after a look at what it changes there. */
export function CopyToDialog({
  opened,
  project,
  others,
  recipe,
  onClose,
}: {
  opened: boolean
  project: string
  others: readonly DatasetBrief[]
  recipe: Recipe
  onClose: () => void
}) {
  const host = useHost()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const [failure, setFailure] = useState<DescentError | null>(null)
  const other = others.find(({ id }) => id === chosen) ?? others[0]
  const of = !opened || other === undefined ? null : { project, dataset: other.id }
  const table = useCall('datasets.get', of)
  const present = useCall('recipes.get', of)
  const error = failure ?? table.error ?? present.error
  const found =
    table.data === undefined || present.data === undefined ? null : carryOver(recipe, table.data, present.data)
  const differences =
    found === null || present.data === undefined
      ? []
      : recipeDifferences(present.data, { recipe: found.recipe, reasons: {} })

  const copy = async () => {
    if (of === null || found === null || present.data === undefined || other === undefined) return
    const before = present.data
    const save = async (next: Recipe) => {
      client.setQueryData(['recipes.get', of], await callHost(host, 'recipes.save', { ...of, recipe: next }))
    }
    try {
      await save(found.recipe)
      const label = `Copy the recipe to ${other.name}`
      recordChange({ label, project, undo: () => save(before), redo: () => save(found.recipe) })
      notifications.show({ message: `${other.name} has this recipe now. Ctrl+Z takes it back.` })
      onClose()
    } catch (problem) {
      setFailure(fromFailure(toFailure(problem)))
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} size={680} title="Copy the recipe to another table">
      <NativeSelect
        data-autofocus
        label="Table"
        value={other?.id ?? ''}
        data={others.map(({ id, name, version }) => ({
          value: id,
          label: version === 1 ? name : `${name}, version ${version}`,
        }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {error !== null && <FailureNote error={error} />}
      {error === null && found === null && <Loading />}
      {found !== null && (
        <>
          <Lacking carried={found} />
          <p className={styles.said}>
            {differences.length > 0
              ? 'This changes in the recipe of that table:'
              : found.lacking.length + found.refused.length > 0
                ? 'Nothing else of the recipe is new there.'
                : 'It has the same recipe already.'}
          </p>
          <DifferenceList differences={differences} />
        </>
      )}
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" disabled={differences.length === 0} onClick={() => void copy()}>
          Copy
        </Button>
      </div>
    </Modal>
  )
}
