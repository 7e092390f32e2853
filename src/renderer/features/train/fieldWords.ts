export * from '../../../core/words/settings/fieldWords.ts'
