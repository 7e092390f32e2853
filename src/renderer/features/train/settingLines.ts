export * from '../../../core/words/settings/settingLines.ts'
