// Faults put into the product, to see that the simulation finds them.

/** `replace` must be in the file once. */
export type Mutant = { name: string; file: string; replace: string; by: string };

export const mutants: Mutant[] = [];
