/** A name among other words, which keeps its own direction (Unicode UAX #9, isolates). */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
