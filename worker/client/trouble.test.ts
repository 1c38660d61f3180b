// Where a platform takes nothing from us: who of a client hears it, and where.
import { expect, test } from "vitest";
import { clientNoticeCard } from "../../cards/kinds/client-notice.ts";
import { dana, person, tom } from "../../domain/testing/people.ts";
import { Msp } from "../contracts/values/snapshot.ts";
import type { Trouble } from "../contracts/values/trouble.ts";
import { troubleNews } from "./trouble.ts";

const olga = { ...person("Olga", "owner"), identities: ["slack:T1:UOLGA", "teams:t1:olga"] };
const msp = Msp.parse({
	workspaces: ["slack:T1", "slack:T2", "teams:t1"].map((id) => ({ id, enterprise: null })),
});
const desk: Trouble = {
	...{ workspace: "slack:T1", channel: "C9", called: "#desk", desk: true },
	...{ because: "not-a-member", since: 1 },
};
const closed: Trouble = {
	...desk,
	channel: null,
	called: "Brightside",
	desk: false,
	because: "access-refused",
};
const news = (people: (typeof olga)[], of: Trouble) => troubleNews({ name: "Acme", people, msp }, of);
const told = (people: (typeof olga)[], of: Trouble) =>
	news(people, of).map(({ to }) => ("person" in to ? to.person : to.channel));
const words = (of: Trouble) =>
	news([olga], of).map(({ view }) => clientNoticeCard(view).notification.slice(1).join(""))[0];

test("owners hear it directly at each of their accounts, without owners the technicians", () => {
	expect(told([dana, tom, olga], desk)).toEqual(["slack:T1:UOLGA", "teams:t1:olga"]);
	expect(told([dana, tom], desk)).toEqual(["slack:T1:UTOM"]);
	expect(told([dana], desk)).toEqual([]);
});

test("what no workspace of theirs would show now isn't sent there; technicians hear it where no owner can", () => {
	expect(told([tom, olga], closed)).toEqual(["teams:t1:olga"]);
	const kim = { ...person("Kim", "technician"), identities: ["slack:T2:UKIM"] };
	expect(told([tom, kim, { ...olga, identities: ["slack:T1:UOLGA"] }], closed)).toEqual(["slack:T2:UKIM"]);
	expect(told([tom, { ...olga, identities: ["slack:T1:UOLGA"] }], closed)).toEqual([]);
});

test("someone of an organization hears it in another workspace of it", () => {
	const both = ["slack:T1", "slack:T2"].map((id) => ({ id, enterprise: "E1" }));
	const people = [{ ...olga, identities: ["slack:E1:UOLGA"] }];
	const all = troubleNews({ name: "Acme", people, msp: Msp.parse({ workspaces: both }) }, closed);
	expect(all.map(({ workspace }) => workspace)).toEqual(["slack:T2"]);
});

test("the same trouble has the same name, another one or a later one has another", () => {
	const key = (some: Partial<Trouble>) => news([olga], { ...desk, ...some })[0]?.key;
	expect(key({ called: "#desk-2" })).toBe(key({}));
	expect(
		new Set([key({}), key({ since: 2 }), key({ because: "archived" }), key({ channel: "C8" })]).size,
	).toBe(4);
});

test("they read where nothing is taken, why, and what to do", () => {
	expect(words(desk)).toBe(
		": I can't post in #desk. I'm not a member of #desk. Write “/invite @Caisey” there. Until then nobody sees new requests there.",
	);
	expect(words({ ...desk, desk: false, called: null, because: "archived" })).toBe(
		": I can't post in the channel C9 of slack:T1. The channel C9 of slack:T1 is archived. Take it out of the archive. Until then Acme sees nothing new there.",
	);
	expect(words({ ...desk, because: "not-taken" })).toBe(
		": A message of mine isn't accepted in #desk, so a request isn't seen there. The Worker's log has the platform's own word.",
	);
	expect(words({ ...desk, desk: false, because: "not-taken" })).toBe(
		": A message of mine isn't accepted in #desk, so Acme doesn't see it there. The Worker's log has the platform's own word.",
	);
	expect(words({ ...desk, because: "access-refused" })).toBe(
		": I can't post in #desk. The platform doesn't let me post there. The Worker's log has the platform's own word. Until then nobody sees new requests there.",
	);
	expect(words({ ...desk, because: "no-app" })).toBe(
		": I can't post in #desk. The app isn't there, or nobody has written to it there yet. Add it, and write “@Caisey hello” there. Until then nobody sees new requests there.",
	);
	expect(words(closed)).toBe(
		": My access to the Slack workspace “Brightside” (slack:T1) is missing or no longer valid. Install the app there again, or apply a new token. Until then I post nothing there, and what should be seen there waits.",
	);
	expect(words({ ...closed, workspace: "teams:t2", called: null })).toBe(
		": I have no access to Teams at teams:t2, so I can't post there. Check the Worker's TEAMS_APP_ID, TEAMS_APP_PASSWORD (the secret may have expired) and TEAMS_TENANT. Apply the set-up file again to read what is wrong. Until then I post nothing there, and what should be seen there waits.",
	);
});

test("no tenant is told of Teams' secret, which is the same for all", () => {
	const msp = Msp.parse({
		workspaces: ["teams:t1", "teams:t2", "slack:T1"].map((id) => ({ id, enterprise: null })),
	});
	const inTeams = { ...olga, identities: ["teams:t2:olga"] };
	const all = troubleNews(
		{ name: "Acme", people: [inTeams, tom], msp },
		{ ...closed, workspace: "teams:t1" },
	);
	expect(all.map(({ to }) => to)).toEqual([{ person: "slack:T1:UTOM" }]);
});

test("the owner of many clients reads all of what has the same name", () => {
	for (const of of [
		desk,
		{ ...desk, because: "not-taken" as const },
		closed,
		{ ...closed, workspace: "teams:t2" },
	]) {
		const [one, another] = ["Acme", "Zeta"].map((name) => {
			const [found] = troubleNews({ name, people: [olga], msp }, of);
			return found && { key: found.key, text: "text" in found.view ? found.view.text : null };
		});
		expect(one?.text).toBeTruthy();
		expect(another).toEqual(one);
	}
});
