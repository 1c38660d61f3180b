// “for @dana the printer is jammed”: for whom a technician opens a session, and what that person asked.

/** `who` as it was typed, without the @; null if it is for oneself. `mentioned`: what the platform marked as a mention
 * there, which may have blanks; null if nothing is. */
export const forWhom = (
	text: string,
	mentioned: string | null = null,
): { who: string; request: string } | null => {
	const said = /^for\s+@([\s\S]+)$/i.exec(text.trim())?.[1] ?? "";
	const who =
		(mentioned !== null && said.startsWith(mentioned) ? mentioned : /^[^\s@]+/.exec(said)?.[0]) ?? "";
	const name = who.replace(/[:,;.]+$/, "");
	return name === "" ? null : { who: name, request: said.slice(who.length).replace(/^[\s:,;.]+/, "") };
};
