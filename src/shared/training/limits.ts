import { z } from 'zod'

/** From 0 to below 1: what a running average keeps, a share that must leave something. */
export const fraction = z.number().min(0).lt(1)
/** From 0 to 1. */
export const share = z.number().min(0).max(1)
/** A small number that keeps a division from exploding. */
export const epsilon = z.number().positive().max(1)
/** Weight of a penalty; 0 is none. */
export const penalty = z.number().min(0).max(1e6)
/** A length in epochs; parts of one are allowed. */
export const epochs = z.number().positive().max(1e6)
/** Factor on a learning rate. */
export const rateFactor = z.number().min(0).max(1e6)
