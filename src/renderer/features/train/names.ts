export * from '../../../core/words/settings/names.ts'
