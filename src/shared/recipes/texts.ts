import { z } from 'zod'
import { stepBase } from './stepBase.ts'

/** Columns that a text may become: of its most frequent words, or of buckets of words. */
const maxColumns = z.number().int().min(2).max(2000)
const keepText = z.boolean()

export const textSteps = [
  /** How many characters a text has; a missing one has none. */
  z.object({ kind: z.literal('textLength'), ...stepBase, keepText: keepText.default(false) }),
  /** One number a word (TF-IDF over the most frequent words of the training rows) or a bucket of words by their hash. */
  z.object({
    kind: z.literal('textWords'),
    ...stepBase,
    method: z.enum(['tfidf', 'hash']).default('tfidf'),
    maxWords: maxColumns.default(100),
    /** Training rows that a word must occur in, and the share of them that it may. */
    minRows: z.number().int().min(1).default(2),
    maxShare: z.number().min(0).max(1).default(1),
    buckets: maxColumns.default(64),
    keepText: keepText.default(false),
  }),
] as const

export const textStates = [
  z.object({
    kind: z.literal('textLength'),
    columns: z.array(z.object({ name: z.string(), keepText })),
  }),
  z.object({
    kind: z.literal('textWords'),
    columns: z.array(
      z.object({
        name: z.string(),
        /** With the inverse document frequency of each; or the number of buckets. */
        words: z.union([z.array(z.object({ word: z.string(), idf: z.number() })), z.number().int()]),
        keepText,
      }),
    ),
  }),
] as const
