// How long tests wait: bounds that only end what hangs, so they cost nothing while they hold. At a load of 50 on two cores, what takes
// a second alone takes half a minute.

/** For one event, in ms. */
export const patience = 120_000;

/** For a whole test or hook, which waits for many, in ms. */
export const testPatience = 900_000;
