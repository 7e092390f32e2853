import { Button } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useState } from 'react'
import { targetAsRead } from '../../../core/recipe/renamedTarget.ts'
import type { DatasetBrief } from '../../../shared/datasets.ts'
import { type DescentError, fromFailure, toFailure } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { useCommands } from '../../app/commands.ts'
import { callHost, useCall, useHost } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'
import type { StepProps } from '../../app/steps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { plural } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { IrregularRows } from '../data/panel/IrregularRows.tsx'
import { useColumnChanges } from '../data/useColumnChanges.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { retarget, roleOf, sameSettings, withRole, withTarget } from './recipeChanges.ts'
import { RecipeCard } from './RecipeCard.tsx'
import { RolesTable } from './RolesTable.tsx'
import { columnsAhead, columnsBefore, listedColumns } from './tableSteps.ts'
import { TargetCard } from './TargetCard.tsx'
import { useLooks } from './useLooks.ts'
import { usePreviews } from './usePreviews.ts'
import { useTurns } from './useTurns.ts'
import { useRecipe } from './useRecipe.ts'

function subtitle(recipe: Recipe, columns: readonly { name: string }[], table: string): string {
  if (recipe.target === null) return 'Choose what to predict; everything else has a proposal already.'
  const features = columns.filter(({ name }) => roleOf(recipe, name) === 'feature').length
  return `predicts ${recipe.target} from ${plural(features, 'column')} of ${table}`
}

function RecipeView({
  project,
  brief,
  others,
}: {
  project: string
  brief: DatasetBrief
  others: readonly DatasetBrief[]
}) {
  const host = useHost()
  const of = { project, dataset: brief.id }
  const dataset = useCall('datasets.get', of)
  const { recipe, error, change } = useRecipe(project, brief.id)
  const suggested = useCall(
    'recipes.suggest',
    recipe === undefined ? null : { ...of, target: targetAsRead(recipe) ?? recipe.target },
  )
  const open = useLooks()
  const previews = usePreviews(project, dataset.data, recipe, open.looks(recipe?.steps ?? []))
  const [targetError, setTargetError] = useState<DescentError | null>(null)
  const [irregular, setIrregular] = useState(false)
  const changes = useColumnChanges(project, dataset.data, () => setIrregular(true))
  const turn = useTurns()

  const chooseTarget = async (column: string) => {
    const isNewest = turn()
    setTargetError(null)
    // A column that a step makes has no profile to suggest from.
    if (dataset.data?.columns.every(({ name }) => name !== column) === true) {
      change(`Predict ${column}`, (now) => ({ ...withTarget(now, column), task: 'auto' }))
      return
    }
    try {
      const after = await callHost(host, 'recipes.suggest', { ...of, target: column })
      // What was changed meanwhile stays; of two targets the one that was chosen last holds.
      if (isNewest()) change(`Predict ${column}`, (now) => retarget(now, column, { before: suggested.data, after }))
    } catch (problem) {
      if (isNewest()) setTargetError(fromFailure(toFailure(problem)))
    }
  }
  useCommands('Prepare', [{ id: 'train', label: 'Continue to Train', run: () => navigate({ step: 'train' }) }])

  const failure = error ?? dataset.error
  if (failure !== null) return <FailureNote error={failure} onRetry={() => void dataset.refetch()} />
  if (recipe === undefined || dataset.data === undefined) return <Loading />
  const { columns, rows } = dataset.data
  const reasons = suggested.data?.reasons ?? {}
  const splitReason = sameSettings(suggested.data?.recipe.split, recipe.split) ? reasons['split'] : undefined
  const listed = listedColumns(columns, columnsBefore(columns, recipe, null))
  const ahead = columnsAhead(columns, recipe).filter(({ name }) => listed.every((one) => one.name !== name))
  return (
    <Page
      title="Prepare"
      subtitle={subtitle(recipe, listed, brief.name)}
      actions={
        <Button variant="filled" disabled={recipe.target === null} onClick={() => navigate({ step: 'train' })}>
          Continue to Train
        </Button>
      }
    >
      {targetError !== null && <FailureNote error={targetError} />}
      <TargetCard
        recipe={recipe}
        columns={[...listed, ...ahead]}
        preview={recipe.target === null || previews.error !== null ? undefined : previews.whole}
        reason={targetAsRead(recipe) === suggested.data?.recipe.target ? reasons['target'] : undefined}
        onTarget={(column) => void chooseTarget(column)}
        onChange={change}
      />
      <RolesTable
        recipe={recipe}
        columns={listed}
        rows={rows}
        suggested={suggested.data}
        onRole={(column, role) => {
          if (role === 'target') void chooseTarget(column)
          else change(`Make ${column} ${role === 'ignored' ? 'ignored' : `a ${role}`}`, withRole(recipe, column, role))
        }}
      />
      <RecipeCard
        project={project}
        table={dataset.data}
        listed={listed}
        others={others}
        recipe={recipe}
        previews={previews}
        open={open}
        suggested={suggested.data}
        splitReason={splitReason}
        onChange={change}
        onRemedy={(remedy) => void changes.remedy(remedy)}
      />
      <PreviewPanel
        previews={previews}
        hasTarget={recipe.target !== null}
        testName={others.find(({ id }) => id === recipe.split.testTable)?.name ?? null}
        busy={changes.busy}
        onRemedy={(remedy) => void changes.remedy(remedy)}
      />
      {irregular && (
        <IrregularRows
          project={project}
          dataset={dataset.data}
          onClose={() => setIrregular(false)}
          onGoTo={() => navigate({ step: 'data' })}
        />
      )}
    </Page>
  )
}

/** The recipe: what to predict, from which columns, and how they are made ready. */
export function PrepareStep({ project, dataset }: StepProps) {
  if (dataset === null)
    return (
      <EmptyState
        icon={<IconAdjustments size={28} stroke={1.6} />}
        title="Prepare: make a table ready to learn from"
        action={
          <Button variant="filled" size="sm" onClick={() => navigate({ step: 'data' })}>
            Go to Data
          </Button>
        }
      >
        Here you choose the column to predict and how the others are filled, encoded and scaled. It needs a table first.
      </EmptyState>
    )
  const others = project.datasets.filter(({ id }) => id !== dataset.id)
  return <RecipeView key={dataset.id} project={project.id} brief={dataset} others={others} />
}
