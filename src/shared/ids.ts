import { z } from 'zod'

/** Identifiers are opaque strings. No call carries a path: files and artifacts are named by id. */
const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9_-]+$/)

export const projectIdSchema = id
export const datasetIdSchema = id
export const runIdSchema = id
export const studyIdSchema = id
export const fileIdSchema = id
export const artifactIdSchema = id
/** Chosen by the caller, so that progress can be followed and cancelled before the call returns. */
export const jobIdSchema = id

export type ProjectId = string
export type DatasetId = string
export type RunId = string
export type StudyId = string
export type FileId = string
export type ArtifactId = string
export type JobId = string
