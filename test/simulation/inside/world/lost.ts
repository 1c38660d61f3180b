/** What a caller hears of a call that was lost, or whose object ended: of all errors the only ones that the product need not prevent. */
export class Lost extends Error {}
