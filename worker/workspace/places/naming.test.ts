// What people call conversations is learned from the platform, seldom, and no one waits long for it.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { migrate } from "../../durable/sql.ts";
import type { Core } from "../core.ts";
import { installationStore } from "../installing/installation.ts";
import type { Naming } from "../platform/platform.ts";
import { slackPace } from "../platform/slack.ts";
import { migrations } from "../tables.ts";
import { memoryStorage } from "../testing/sql.ts";
import { channelStore } from "./channels.ts";
import { contactStore } from "./contacts.ts";
import { nameStore } from "./names.ts";
import { learnAll, named, nameOf, namesOf } from "./naming.ts";

const hour = 3_600_000;
const team = "19:general";

/** What the platform was asked, and how it answers. */
let asked: string[];
let answer: (channel: string) => Promise<Naming>;
let core: Core;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date", "setTimeout"], now: Date.UTC(2026, 0, 1) });
	const storage = memoryStorage();
	migrate(storage, migrations);
	const installation = installationStore(storage.sql);
	installation.known("slack:T1");
	asked = [];
	answer = async (channel) => ({ name: `#${channel.toLowerCase()}`, team: null });
	const parts = {
		names: nameStore(storage.sql),
		channels: channelStore(storage.sql),
		contacts: contactStore(storage.sql),
		installation,
		platform: () => ({
			needsToken: false,
			pace: slackPace,
			poster: async () => null,
			reader: async () => null,
			hearing: () => "whole" as const,
			isOwnChat: () => false,
			nameOf: async (channel: string) => {
				asked.push(channel);
				return answer(channel);
			},
		}),
	};
	core = parts as unknown as Core;
});
afterEach(() => void vi.useRealTimers());

test("a conversation's name is asked once an hour, by all who need it at once", async () => {
	expect(await Promise.all([nameOf(core, "C1"), nameOf(core, "C1")])).toEqual(["#c1", "#c1"]);
	expect(await nameOf(core, "C1")).toBe("#c1");
	expect(asked).toEqual(["C1"]);
	vi.advanceTimersByTime(hour);
	answer = async () => ({ name: "#new", team: null });
	expect(await nameOf(core, "C1")).toBe("#new");
});

test("a missing name is asked for no more often, and keeps the one that was known", async () => {
	answer = async () => "nameless";
	expect([await nameOf(core, "C1"), await nameOf(core, "C1"), asked]).toEqual([null, null, ["C1"]]);
	vi.advanceTimersByTime(hour);
	answer = async () => ({ name: "#c1", team: null });
	await nameOf(core, "C1");
	vi.advanceTimersByTime(hour);
	answer = async () => "nameless";
	expect(await nameOf(core, "C1")).toBe("#c1");
});

test("a new token asks again for what an older one didn't get", async () => {
	answer = async () => "nameless";
	await nameOf(core, "C1");
	core.names.askAgain();
	answer = async () => ({ name: "#c1", team: null });
	expect(await nameOf(core, "C1")).toBe("#c1");
});

test.each(["unanswered", "missing scope"] as const)(
	"a platform whose answer is %s is asked again after a minute, and not before; an earlier name stays",
	async (trouble) => {
		await nameOf(core, "C1");
		vi.advanceTimersByTime(hour);
		answer = async () => trouble;
		for (const channel of ["C1", "C1", "C2", "C2"]) await nameOf(core, channel);
		expect(asked).toEqual(["C1", "C1", "C2"]);
		expect([await nameOf(core, "C1"), await nameOf(core, "C2")]).toEqual(["#c1", null]);
		answer = async (channel) => ({ name: `#new-${channel}`, team: null });
		vi.advanceTimersByTime(59_999);
		expect(await nameOf(core, "C2")).toBeNull();
		vi.advanceTimersByTime(1);
		expect([await nameOf(core, "C1"), await nameOf(core, "C2")]).toEqual(["#new-C1", "#new-C2"]);
		expect(asked).toHaveLength(5);
	},
);

test("an apply asks for a few names at a time, and doesn't wait for one that never comes", async () => {
	const all = Array.from({ length: 20 }, (_, i) => `C${i}`);
	let [now, most] = [0, 0];
	answer = async (channel) => {
		most = Math.max(most, ++now);
		await Promise.resolve();
		now--;
		return channel === "C7" ? new Promise<Naming>(() => {}) : { name: `#${channel}`, team: null };
	};
	const names = namesOf(core, all);
	await vi.advanceTimersByTimeAsync(3_000);
	expect(Object.keys(await names)).toEqual(all.filter((channel) => channel !== "C7"));
	expect(most).toBe(3);
});

test("a name of which nothing can be kept counts as none", async () => {
	answer = async () => ({ name: "", team: "" });
	expect(await nameOf(core, "C1")).toBeNull();
	named(core, { workspace: "teams:t", of: "channel", id: "C1", name: "⟨" });
	expect(core.names.of("C1")).toBeNull();
});

test("where it can't be asked yet, it is asked as soon as it can", async () => {
	answer = async () => "not now";
	expect(await nameOf(core, "C1")).toBeNull();
	answer = async () => ({ name: "#c1", team: null });
	expect(await nameOf(core, "C1")).toBe("#c1");
});

test("a platform that doesn't answer holds no one up; a late answer counts for the next", async () => {
	const late = Promise.withResolvers<Naming>();
	answer = () => late.promise;
	const waiting = nameOf(core, "C1");
	vi.advanceTimersByTime(1_500);
	expect(await waiting).toBeNull();
	late.resolve({ name: "#c1", team: null });
	await late.promise;
	expect(await nameOf(core, "C1")).toBe("#c1");
	expect(asked).toEqual(["C1"]);
});

test("the conversations of the set-up file are learned, the desk too", async () => {
	core.channels.bind([{ channel: "C1", client: "acme" }], ["C2"]);
	await learnAll(core);
	await learnAll(core);
	expect(asked).toEqual(["C1", "C2"]);
	expect(await namesOf(core, ["C1", "C2"])).toEqual({ C1: "#c1", C2: "#c2" });
});

test("a workspace that the set-up file doesn't name is asked nothing", async () => {
	core.installation.list(false);
	core.channels.bind([{ channel: "C1", client: "acme" }], []);
	await learnAll(core);
	expect([await namesOf(core, ["C1"]), asked]).toEqual([{}, []]);
});

describe("in Teams", () => {
	const meet = (channel: string, of: string) => {
		core.contacts.keep(channel, { serviceUrl: "https://smba", kind: "channel", person: null });
		core.contacts.comings.inTeam(channel, of);
	};
	const tell = (of: "channel" | "team" | "group", id: string, name: string) =>
		named(core, { workspace: "teams:t", of, id, name });
	beforeEach(() => {
		meet("19:help", team);
		meet(team, team);
		answer = async (channel) => ({ name: channel === team ? "General" : "Help", team: "Acme Dental" });
	});

	test("a channel is named with its team, a team by itself", async () => {
		expect(await nameOf(core, "19:help")).toBe("Help (Acme Dental)");
		expect(await nameOf(core, team)).toBe("General (Acme Dental)");
		expect(core.names.ofTeam(team)).toBe("Acme Dental");
	});

	test("a team that isn't told is asked for again after a minute", async () => {
		answer = async () => ({ name: "Help", team: null, partly: true });
		expect(await nameOf(core, "19:help")).toBe("Help");
		answer = async () => ({ name: "Help", team: "Acme Dental", partly: false });
		expect(await nameOf(core, "19:help")).toBe("Help");
		vi.advanceTimersByTime(60_000);
		expect(await nameOf(core, "19:help")).toBe("Help (Acme Dental)");
	});

	test("a new name counts at once: of a channel, of a team with all of its channels", async () => {
		await nameOf(core, "19:help");
		await nameOf(core, team);
		tell("channel", "19:help", "IT help");
		tell("team", team, "Acme Group");
		expect(core.names.of("19:help")).toBe("IT help (Acme Group)");
		expect(core.names.of(team)).toBe("General (Acme Group)");
		expect(asked).toHaveLength(2);
	});

	test("a name that only an event told is completed by the platform", async () => {
		tell("channel", "19:help", "IT help");
		expect(core.names.of("19:help")).toBe("IT help");
		expect(await nameOf(core, "19:help")).toBe("Help (Acme Dental)");
	});

	test("a name is kept as far as a platform allows one", async () => {
		const longest = `#${"x".repeat(80)}`;
		tell("group", "19:group", longest);
		expect(core.names.of("19:group")).toBe(longest);
		tell("group", "19:group", "x".repeat(10_000));
		expect(core.names.of("19:group")).toHaveLength(81);
	});
});
