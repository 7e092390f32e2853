export * from '../../core/scales.ts'
