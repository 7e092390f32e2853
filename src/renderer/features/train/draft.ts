import type { Run } from '../../../shared/runs.ts'
import type { Preset, RunConfig } from '../../../shared/training.ts'
import { recordChange } from '../../app/history.ts'
import { createStore, useStore } from '../../app/store.ts'

/** The settings of the run that is about to be started on a dataset. */
export interface Draft {
  /** The form is shown, rather than a run. */
  open: boolean
  preset: Preset
  /** null while the preset stands as it is. */
  config: RunConfig | null
  /** A run that was started and is not among the project's runs yet: until then the form stays. */
  awaited: string | null
  /** The run and epoch from whose weights the new one is to begin; null: with fresh ones. */
  branch: { run: string; name: string; epoch: number } | null
}

const untouched: Draft = { open: false, preset: 'balanced', config: null, awaited: null, branch: null }
const drafts = createStore<ReadonlyMap<string, Draft>>(new Map())

export function useDraft(dataset: string | null): Draft {
  const all = useStore(drafts)
  return dataset === null ? untouched : (all.get(dataset) ?? untouched)
}

/** The draft as it is at this moment. */
export function draftNow(dataset: string): Draft {
  return drafts.get().get(dataset) ?? untouched
}

/** Changes a draft without remembering it for undo: while a person still types. */
export function setDraft(dataset: string, change: Partial<Draft>): void {
  drafts.set((all) => new Map(all).set(dataset, { ...(all.get(dataset) ?? untouched), ...change }))
}

/** A finished change of settings, which undo takes back. */
export function recordDraft(project: string, dataset: string, label: string, before: Draft): void {
  const after = draftNow(dataset)
  const isOther = (name: 'preset' | 'config' | 'branch') => JSON.stringify(after[name]) !== JSON.stringify(before[name])
  const isBeginning = isOther('branch')
  if (!isOther('preset') && !isOther('config') && !isBeginning) return
  // A change of settings is taken back in whatever form stands open then; only that of the beginning changes the beginning.
  const put =
    ({ preset, config, branch }: Draft) =>
    () => {
      setDraft(dataset, { preset, config, ...(isBeginning ? { branch } : {}) })
      return Promise.resolve()
    }
  recordChange({ label, project, undo: put(before), redo: put(after) })
}

/** Opens the form with these settings filled in; what was changed while another run was under way is left there. */
export function openForm(dataset: string, config?: RunConfig): void {
  if (config === undefined) return setDraft(dataset, { open: true, branch: null })
  setDraft(dataset, { open: true, branch: null, config: withoutChanges(config) })
}

/**
 * Opens the form for a run that goes on from the weights of another one at an epoch.
 *
 * @param dataset that the form is shown for: the run's, or a later version of it
 */
export function openBranch(dataset: string, { id, name, config }: Run, epoch: number): void {
  setDraft(dataset, { open: true, config: withoutChanges(config), branch: { run: id, name, epoch } })
}

/** What was changed on the way belongs to the run that it was changed in. */
function withoutChanges(config: RunConfig): RunConfig {
  return { ...config, training: { ...config.training, changes: undefined } }
}

/** Shows a run as soon as the project tells of it. */
export function awaitRun(dataset: string, run: string): void {
  setDraft(dataset, { open: false, awaited: run, branch: null })
}

/** Shows runs again rather than the form; what was filled in stays. */
export function closeForm(dataset: string): void {
  setDraft(dataset, { open: false })
}
