// Things that work once: each nonce, until it is too old to work anyway.

export const spentStore = (sql: SqlStorage) => ({
	/** Whether this is used for the first time. `expires` in ms. */
	spend: (nonce: string, expires: number): boolean => {
		sql.exec("DELETE FROM spent WHERE expires < ?", Date.now());
		const query = "INSERT INTO spent (nonce, expires) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING nonce";
		return sql.exec(query, nonce, expires).toArray().length === 1;
	},
});
