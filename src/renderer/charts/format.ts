export * from '../../core/words/values.ts'
