import { expect, test } from "vitest";
import type { Contacts } from "../contacts.ts";
import type { Call } from "./connector.ts";
import { learn } from "./roster.ts";

const at = { serviceUrl: "https://smba.trafficmanager.net/amer/", channel: "19:c", workspace: "teams:t" };

/** A conversation of these members, a page each, which counts how often it is asked. */
const conversation = (...members: string[]) => {
	const [users, missed] = [new Map<string, string>(), new Set<string>()];
	const asked: string[] = [];
	const call = (async (_: string, __: string, path: string) => {
		asked.push(path);
		const page = asked.length - 1;
		const id = members[page];
		return {
			ok: true,
			body: {
				members: id === undefined ? [] : [{ id: `29:${id}`, aadObjectId: id }],
				continuationToken: page + 1 < members.length ? `page ${page + 1}` : null,
			},
		};
	}) as unknown as Call;
	const contacts = {
		userId: (identity: string) => users.get(identity) ?? null,
		keepUser: (identity: string, id: string) => void users.set(identity, id),
		isNoMember: (_: string, identity: string) => missed.has(identity),
		keepNoMembers: (_: string, identities: string[]) => {
			for (const identity of identities) missed.add(identity);
		},
	} as Contacts;
	return { asked, call, contacts, users };
};

test("the bot finds members on any page, and asks for no further page", async () => {
	const { asked, call, contacts, users } = conversation("ada", "dana", "tom");
	expect(await learn(call, contacts, at, ["teams:t:dana", "slack:T1:U1", "teams:other:x"])).toBeNull();
	expect([...users]).toEqual([["teams:t:dana", "29:dana"]]);
	expect(asked).toHaveLength(2);
	expect(asked[1]).toContain("continuationToken=page+1");
});

test("the bot looks once, not at every post, for a person who isn't a member", async () => {
	const { asked, call, contacts } = conversation("ada");
	await learn(call, contacts, at, ["teams:t:eve"]);
	await learn(call, contacts, at, ["teams:t:eve"]);
	expect(asked).toHaveLength(1);
});

test("the bot passes on a silence and then looks again; after any other failure it does without", async () => {
	const { contacts } = conversation();
	const silence = { ok: false, kind: "rate-limited", retryAfterMs: 3_000 } as const;
	const answers: unknown[] = [silence, { ok: false, kind: "failed", error: "x" }];
	let asked = 0;
	const call = (async () => answers[asked++]) as unknown as Call;
	expect(await learn(call, contacts, at, ["teams:t:ada"])).toEqual(silence);
	expect(await learn(call, contacts, at, ["teams:t:ada"])).toBeNull();
	expect(asked).toBe(2);
});
