export const millisecondsPerDay = 86_400_000
