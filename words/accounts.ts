// What an account may do, in words that people without a system's vocabulary understand.

/** Whether it is one of the accounts that may do anything on their system, in any language of Windows that is known here. */
export const hasAllRights = (account: string): boolean =>
	/^(?:root|(?:[^\\]+\\)?(?:system|système|sistema|administrator))$/i.test(account.trim());

/** `, with full administrator rights` after the accounts that have them everywhere; else empty. */
export const rightsText = (account: string): string =>
	hasAllRights(account) ? ", with full administrator rights" : "";
