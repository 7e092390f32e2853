import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Run } from '../../../../shared/runs.ts'
import { useCommand } from '../../../app/data.tsx'
import { toFailure } from '../../../../shared/errors.ts'

/** As many as tell a usual spread within the time of a few runs. */
const SEEDS = 5

/** Trains two runs again with other seeds, so that the luck of the seed is known, too. */
export function RepeatBoth({ project, runs, disabled }: { project: string; runs: readonly Run[]; disabled: boolean }) {
  const start = useCommand('studies.start')
  // What began with another run's weights, or learned from a fold, is not repeated by its settings.
  if (runs.some(({ parent, fold }) => parent !== undefined || fold !== undefined)) return null
  const repeat = async () => {
    try {
      for (const { dataset, recipe, config, name } of runs) {
        const plan = { kind: 'repeat' as const, seeds: SEEDS }
        await start.mutateAsync({ project, dataset, recipe, config, plan, name: `Repeat of ${name}` })
      }
      notifications.show({
        message: `${runs.map(({ name }) => name).join(' and ')} are being repeated; tick both then.`,
      })
    } catch (error) {
      const { message, hint } = toFailure(error)
      notifications.show({ color: 'red', title: message, message: hint ?? '' })
    }
  }
  return (
    <Button size="compact-xs" disabled={disabled || start.isPending} onClick={() => void repeat()}>
      Repeat both with {SEEDS} seeds
    </Button>
  )
}
