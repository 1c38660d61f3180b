// Who is signed in, until when: stored here so that a sign-in can end before its cookie does. The cookie's secret is not: only
// its hash.
import { z } from "zod";
import { SignIn, SignInWay } from "../../../protocol/read/sign-ins.ts";
import type { Begun, Found } from "../../contracts/directory.ts";
import { row, rows } from "../../durable/sql.ts";
import { everywhere } from "../set-up/people.ts";

/** A migration. An address is an account among the others, and a mailed link's sign-in rests on it: those before didn't say on which. */
export const addressMembers = `DELETE FROM sign_ins WHERE way = 'link' AND identity IS NULL;
	INSERT INTO members (client, person, identity, name)
	SELECT DISTINCT members.client, members.person, 'mailto:' || addresses.email, members.name FROM members JOIN (
		SELECT ids.id AS person, json_extract(one.value, '$.email') AS email
		FROM setup, json_each(setup.text, '$.staff') AS one JOIN ids ON kind = 'person' AND scope = 'staff' AND ids.key = one.key
		UNION
		SELECT ids.id, json_extract(one.value, '$.email')
		FROM setup, json_each(setup.text, '$.clients') AS client, json_each(client.value, '$.people') AS one
		JOIN ids AS scopes ON scopes.kind = 'client' AND scopes.key = client.key
		JOIN ids ON ids.kind = 'person' AND ids.scope = scopes.id AND ids.key = one.key
	) AS addresses USING (person) WHERE addresses.email IS NOT NULL;`;

export const signInTable =
	"CREATE TABLE sign_ins (id TEXT PRIMARY KEY, person TEXT NOT NULL, expires INTEGER NOT NULL) STRICT;";

/** A migration. The first form kept the cookie's secret itself as `id`; now it is the secret's SHA-256: those sign-ins end.
 * `generation` counts the cookies of a sign-in, `replaced` is when the newest of them was first seen. */
export const signInDetails = `DELETE FROM sign_ins;
	ALTER TABLE sign_ins ADD COLUMN way TEXT NOT NULL DEFAULT 'link';
	ALTER TABLE sign_ins ADD COLUMN identity TEXT;
	ALTER TABLE sign_ins ADD COLUMN browser TEXT NOT NULL DEFAULT '';
	ALTER TABLE sign_ins ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE sign_ins ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE sign_ins ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE sign_ins ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;
	CREATE INDEX sign_ins_by_person ON sign_ins (person);`;

const minute = 60_000;
/** In ms. */
export const limits = {
	/** Without use. */
	idle: 4 * 60 * minute,
	/** In all. */
	absolute: 12 * 60 * minute,
	/** The age at which a cookie is replaced. */
	cookie: 30 * minute,
	/** How long a replaced cookie may still come with requests that were under way. */
	late: minute,
};

const Row = z.object({
	person: z.string(),
	name: z.string(),
	way: SignInWay,
	began: z.int(),
	seen: z.int(),
	expires: z.int(),
	generation: z.int(),
	replaced: z.int(),
});
const Listed = z
	.object({ ...SignIn.shape, way: SignInWay })
	.transform((found): SignIn => ({ ...found, expires: Math.min(found.expires, found.seen + limits.idle) }));

/** What its rows tell: not the person's roles. */
type Recognized = Omit<Extract<Found, { state: "in" }>, "roles"> | Extract<Found, { state: "copied" }>;

export const signIns = (sql: SqlStorage) => {
	const end = (id: string): void => void sql.exec("DELETE FROM sign_ins WHERE id = ?", id);
	const forget = (now: number) =>
		sql.exec("DELETE FROM sign_ins WHERE expires <= ? OR seen <= ?", now, now - limits.idle);

	return {
		begin({ id, person, way, identity, browser }: Begun, now: number): void {
			forget(now);
			sql.exec(
				"INSERT INTO sign_ins (id, person, expires, way, identity, browser, began, seen, replaced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
				...[id, person, now + limits.absolute, way, identity, browser, now, now, now],
			);
		},
		/** Null if it is over, or the person has no role anywhere now, or no longer, at each of their clients, the account that they signed in with. `active`:
		 * the person did something, not only their open page. */
		find(id: string, generation: number, active: boolean, now: number): Recognized | null {
			const found = row(
				sql,
				Row,
				`SELECT person, name, way, began, seen, expires, generation, replaced FROM sign_ins JOIN members USING (person)
				WHERE id = ? AND expires > ? AND seen > ? AND (sign_ins.identity IS NULL OR (sign_ins.identity = members.identity AND ${everywhere("sign_ins.identity")}))`,
				...[id, now, now - limits.idle],
			);
			if (!found || generation > found.generation + 1) return null;
			const { person, name, way, began, expires } = found;
			if (generation < found.generation && now > found.replaced + limits.late) {
				end(id);
				return { state: "copied", person, name };
			}
			if (generation > found.generation)
				sql.exec("UPDATE sign_ins SET generation = ?, replaced = ? WHERE id = ?", generation, now, id);
			if (active && now >= found.seen + minute)
				sql.exec("UPDATE sign_ins SET seen = ? WHERE id = ?", now, id);
			const old = generation === found.generation && now >= found.replaced + limits.cookie;
			return { state: "in", person, name, way, began, expires, next: old ? generation + 1 : null };
		},
		end,
		/** Newest first. */
		of(person: string, now: number): SignIn[] {
			forget(now);
			const query =
				"SELECT id, way, browser, began, seen, expires FROM sign_ins WHERE person = ? ORDER BY seen DESC, began DESC";
			return rows(sql, Listed, query, person);
		},
		/** One of this person's, or all of them. */
		endOf: (person: string, id: string | null): void =>
			void sql.exec("DELETE FROM sign_ins WHERE person = ?1 AND (?2 IS NULL OR id = ?2)", person, id),
		/** Those of this person that rest on no account, so that losing one doesn't end them. */
		endWithoutAccount: (person: string): void =>
			void sql.exec("DELETE FROM sign_ins WHERE person = ? AND identity IS NULL", person),
	};
};
export type SignInStore = ReturnType<typeof signIns>;
