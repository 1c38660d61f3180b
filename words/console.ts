// What leads from chat to the console.

/** A plain link to a page there, for who is signed in. */
export const openLabel = "Open in the console";
