import type { HolidayCalendar } from '../../core/recipe/dates/holidays.ts'
import type { Recipe } from '../../shared/recipes.ts'

/** The calendar of public holidays, loaded only for a recipe that marks some. */
export async function calendarFor({ steps }: Recipe): Promise<HolidayCalendar | undefined> {
  const marks = steps.some((step) => step.kind === 'dateParts' && step.enabled && step.holidays !== undefined)
  return marks ? (await import('./holidays.ts')).holidayCalendar : undefined
}
