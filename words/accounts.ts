// What an account may do, in words that people without a system's vocabulary understand.

/** `, with full administrator rights` after the accounts that have them everywhere; else empty. */
export const rightsText = (account: string): string =>
	/^(?:root|(?:nt authority\\)?system)$/i.test(account.trim()) ? ", with full administrator rights" : "";
