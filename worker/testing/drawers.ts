// Statements that change a session's small things as someone with its database could.

/** SQL: all things of a kind become what `key` and `body` say of each, as SQL of its `key` and `body`; or they are gone. It asks for
 * the function `plain`, which gives what was packed as text. */
export const changedThings = (kind: string, to: { key?: string; body?: string } | "gone"): string => {
	const all = `(SELECT value, value ->> '$[0]' AS kind, value ->> '$[1]' AS key, value -> '$[3]' AS body
		FROM json_each(plain(things), '$.things'))`;
	const changed =
		to === "gone"
			? "value"
			: `json_set(value, '$[1]', ${to.key ?? "key"}, '$[3]', json(${to.body ?? "body"}))`;
	return `UPDATE session SET things = CAST(json_set(plain(things), '$.things', json((
		SELECT json_group_array(json(iif(kind = '${kind}', ${changed}, value))) FROM ${all} ${to === "gone" ? `WHERE kind <> '${kind}'` : ""}
	))) AS BLOB) WHERE EXISTS (SELECT 1 FROM ${all} WHERE kind = '${kind}')`;
};
