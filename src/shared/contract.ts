import { z } from 'zod'
import { datasetCalls } from './contract/datasets.ts'
import { evaluationCalls } from './contract/evaluation.ts'
import { explanationCalls } from './contract/explanations.ts'
import { learningCalls } from './contract/learning.ts'
import { recipeCalls } from './contract/recipes.ts'
import { runCalls } from './contract/runs.ts'
import { studyCalls } from './contract/studies.ts'
import { studioCalls } from './contract/studio.ts'
import { useCalls } from './contract/use.ts'
import { projectIdSchema } from './ids.ts'
import { jobSchema } from './jobs.ts'
import { runProgressSchema } from './runs.ts'
import { studyProgressSchema } from './studies.ts'

/**
 * Everything the renderer can ask of the main side, declared once: name → input and output.
 * Both hosts (Electron and browser) and the handlers are typed over it. The main side parses every input, the
 * renderer every output and event.
 */
export const contract = {
  ...studioCalls,
  ...datasetCalls,
  ...recipeCalls,
  ...runCalls,
  ...learningCalls,
  ...studyCalls,
  ...evaluationCalls,
  ...explanationCalls,
  ...useCalls,
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
export type CallInput<N extends CallName> = z.input<Contract[N]['input']>
/** What a handler receives: parsed, defaults filled in. */
export type CallRequest<N extends CallName> = z.output<Contract[N]['input']>
export type CallOutput<N extends CallName> = z.output<Contract[N]['output']>
export const callNames = Object.keys(contract) as CallName[]

/** A missing handler does not compile. */
export type Handlers = { [N in CallName]: (request: CallRequest<N>) => Promise<CallOutput<N>> }

/** What the main side tells every window. Conflated: the newest of a kind and subject wins. */
export const events = {
  job: jobSchema,
  run: runProgressSchema,
  study: studyProgressSchema,
  /** Something stored in the project changed; fetch what is shown again. */
  projectChanged: z.object({ project: projectIdSchema }),
} as const
export type Events = typeof events
export type EventName = keyof Events
export type EventPayload<E extends EventName> = z.output<Events[E]>
