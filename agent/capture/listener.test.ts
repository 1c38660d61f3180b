// A host's channel, and what a hostile step may write there: real sockets, and a recording that only remembers.
import { once } from "node:events";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmdirSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { eventBytes, type RunEvent, readRunEvent } from "../../protocol/record/records.ts";
import { startClock } from "../machine/clock.ts";
import { openDoor } from "./channel.ts";
import { makeElsewhere, removeElsewhere } from "./elsewhere.ts";
import { openListener } from "./listener.ts";
import { maxHostFrame } from "./wire.ts";

const base = mkdtempSync(join(tmpdir(), "caisey-listener-"));
afterAll(() => rmSync(base, { recursive: true }));

const frame = (text: string): Buffer => {
	const bytes = Buffer.from(text);
	const length = Buffer.alloc(4);
	length.writeUInt32LE(bytes.length);
	return Buffer.concat([length, bytes]);
};
const say = (socket: Socket, message: object) => socket.write(frame(JSON.stringify(message)));
const hello = { type: "hello", v: 1, token: "secret" };
const error = (message: string, id: number) => ({
	type: "entry",
	id,
	entry: {
		...{
			what: "error",
			at: id,
			place: { stdout: 0, stderr: 0 },
			how: "swallowed",
			terminating: true,
			message,
		},
		...{ category: "", id: "", exception: "", position: null, stack: "" },
	},
});

const here = { at: 1, place: { stdout: 0, stderr: 0 } };
const agentsOwn = [
	{
		...{ what: "question", ...here, id: 1, kind: "choices", text: "Go on?", several: false, suggested: [] },
		...{ choices: [{ label: "Yes", help: "" }], ends: false, within: 1_000 },
	},
	{ what: "answered", ...here, id: 1, by: "Ada", answer: { is: "choices", chosen: [0] } },
	{ what: "unanswered", ...here, id: 1, because: "ended", text: "Go on?" },
];

/** A listener with its door, and somebody who has come in. */
const connected = async () => {
	const events: RunEvent[] = [];
	const state = { room: true, told: () => {} };
	const recording = {
		event: (event: RunEvent) => void events.push(event),
		hasRoom: () => state.room,
		onRoom: (listener: () => void) => {
			state.told = listener;
			return () => {};
		},
	};
	const listener = openListener(recording, startClock(), async () => "refused");
	const door = await openDoor(base, null, "secret", listener.connected);
	const enter = async () => {
		const socket = connect(door.name);
		socket.on("error", () => {});
		await once(socket, "connect");
		onTestFinished(() => void socket.destroy());
		return socket;
	};
	const socket = await enter();
	onTestFinished(() => {
		door.close();
		listener.close();
	});
	const ended = () => listener.ended({ outcome: "exited", code: 0 }, 1_000);
	listener.started({ soFar: async () => ({ stdout: 7, stderr: 0 }) });
	return { events, state, listener, socket, door, enter, ended };
};
const entriesIn = (events: RunEvent[]) =>
	events.flatMap((event) => (event.type === "inside" ? event.entries : []));

describe.skipIf(process.platform === "win32")("the door [POSIX]", () => {
	test("the account alone may open it, until the host has said hello", async () => {
		const door = await openDoor(base, null, "secret", () => {});
		expect(statSync(door.name).mode & 0o777).toBe(0o600);
		const first = connect(door.name);
		say(first, hello);
		await expect.poll(() => existsSync(door.name)).toBe(false);
		first.destroy();
	});

	test("another user's is in a folder that shows nothing of what is in it", async () => {
		const door = await openDoor(
			base,
			{ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
			"secret",
			() => {},
		);
		const folder = dirname(door.name);
		expect(statSync(folder).mode & 0o777).toBe(0o711);
		expect(statSync(door.name).mode & 0o777).toBe(0o600);
		door.close();
		expect(existsSync(folder)).toBe(false);
	});

	test("a folder with a long path has it elsewhere", async () => {
		const long = join(base, "x".repeat(120));
		mkdirSync(long);
		const door = await openDoor(long, null, "secret", () => {});
		expect(door.name.length).toBeLessThan(104);
		door.close();
		expect(readdirSync(long)).toEqual([]);
		rmdirSync(long);
	});

	test("what a crash left elsewhere is gone at the next start; another's folder there stays", () => {
		const left = makeElsewhere(base);
		writeFileSync(left.host, "");
		writeFileSync(left.socket, "");
		const other = makeElsewhere(base);
		rmdirSync(other.folder);
		symlinkSync(base, other.folder);
		writeFileSync(join(base, "host.dll"), "");
		removeElsewhere(base);
		expect(existsSync(left.folder)).toBe(false);
		expect(readdirSync(base)).toEqual(["host.dll"]);
		for (const path of [other.folder, join(base, "host.dll")]) rmSync(path);
	});

	test("nothing of it is left", async () => {
		const { socket, door, ended } = await connected();
		socket.destroy();
		await ended();
		door.close();
		expect(readdirSync(base)).toEqual([]);
	});
});

test("an error is recorded once it is known whether it was shown", async () => {
	const { events, socket, ended } = await connected();
	for (const message of [hello, error("a", 1), error("b", 2), { type: "shown", id: 2 }, { type: "end" }])
		say(socket, message);
	socket.end();
	expect(await ended()).toBe(false);
	expect(entriesIn(events)).toMatchObject([
		{ message: "a", how: "swallowed" },
		{ message: "b", how: "shown" },
	]);
});

test("an entry is of the agent's time, and not later than it is heard", async () => {
	const { events, socket, ended } = await connected();
	const late = error("a", 1);
	for (const message of [hello, { ...late, entry: { ...late.entry, at: 3_600_000_000 } }, { type: "end" }])
		say(socket, message);
	socket.end();
	await ended();
	const [entry] = entriesIn(events);
	expect(entry && "at" in entry ? entry.at : 0).toBeLessThanOrEqual(Date.now() * 1000 + 1_000);
});

test("a time beyond all bounds spoils neither its entry nor later ones", async () => {
	const { events, socket, ended } = await connected();
	const before = Date.now() * 1000;
	for (const at of [Number.MAX_SAFE_INTEGER, 5]) {
		if (at !== 5) say(socket, hello);
		const { entry } = error("a", 1);
		say(socket, { type: "entry", entry: { ...entry, at } });
	}
	say(socket, { type: "end" });
	socket.end();
	await ended();
	for (const event of events) readRunEvent(eventBytes(event));
	const times = entriesIn(events).flatMap((entry) => ("at" in entry ? [entry.at] : []));
	expect(times).toHaveLength(2);
	for (const at of times) {
		expect(at).toBeGreaterThan(before - 10_000_000);
		expect(at).toBeLessThanOrEqual(Date.now() * 1000 + 1_000);
	}
});

test("a host that is gone without its last word was cut off, and what it said is kept", async () => {
	const { events, socket, ended } = await connected();
	for (const message of [hello, error("a", 1)]) say(socket, message);
	socket.end();
	await ended();
	expect(entriesIn(events)).toMatchObject([
		{ what: "error", message: "a" },
		{ what: "cut-off", place: { stdout: 7, stderr: 0 } },
	]);
});

test("a host that asks for the place gets it", async () => {
	const { socket } = await connected();
	for (const message of [hello, { type: "place" }]) say(socket, message);
	const [answer] = await once(socket, "data");
	expect(answer.toString("hex")).toBe(`07${"00".repeat(15)}`);
});

test("whoever never said hello was no host", async () => {
	const { events, socket, ended } = await connected();
	socket.end();
	expect(await ended()).toBe(true);
	expect(events).toEqual([]);
});

test.each<[string, Buffer]>([
	["has another token", frame(JSON.stringify({ ...hello, token: "guess" }))],
	["says no hello", frame(JSON.stringify({ type: "end" }))],
	["says no JSON", frame("{")],
	["says too long a hello", frame(JSON.stringify({ ...hello, token: "x".repeat(1_000) }))],
])("who %s is turned away, and the host is still let in", async (_, sent) => {
	const { events, socket, enter, ended } = await connected();
	socket.write(sent);
	await once(socket, "close");
	const host = await enter();
	for (const message of [hello, error("a", 1), { type: "end" }]) say(host, message);
	host.end();
	expect(await ended()).toBe(false);
	expect(events).toMatchObject([{ type: "inside", entries: [{ message: "a" }] }]);
});

test("those who come in and say nothing don't keep the host out, and are turned away then", async () => {
	const { events, socket, enter, ended } = await connected();
	const silent = [socket];
	while (silent.length < 100) silent.push(await enter());
	const host = await enter();
	for (const message of [hello, error("a", 1), { type: "end" }]) say(host, message);
	host.end();
	await Promise.all(silent.map((one) => one.closed || once(one, "close")));
	expect(await ended()).toBe(false);
	expect(entriesIn(events)).toMatchObject([{ message: "a" }]);
});

test.each<[string, Buffer[]]>([
	["says no JSON", [frame(JSON.stringify(hello)), frame("{")]],
	[
		"says what isn't known",
		[frame(JSON.stringify(hello)), frame(JSON.stringify({ type: "run", command: "x" }))],
	],
	[
		"asks for the place again before it was told",
		[frame(JSON.stringify(hello)), Buffer.concat([frame('{"type":"place"}'), frame('{"type":"place"}')])],
	],
	["says no UTF-8", [frame(JSON.stringify(hello)), Buffer.from([1, 0, 0, 0, 0xff])]],
	["says hello twice", [frame(JSON.stringify(hello)), frame(JSON.stringify(hello))]],
	...agentsOwn.map((entry): [string, Buffer[]] => [
		`says what the agent alone may say (${entry.what})`,
		[frame(JSON.stringify(hello)), frame(JSON.stringify({ type: "entry", entry }))],
	]),
	["adds a key", [frame(JSON.stringify(hello)), frame(JSON.stringify({ type: "end", more: 1 }))]],
	[
		"announces a frame that is too long",
		[frame(JSON.stringify(hello)), Buffer.from([0xff, 0xff, 0xff, 0x7f])],
	],
])("who %s isn't heard any more, and the record says so", async (_, sent) => {
	const { events, socket, ended } = await connected();
	for (const bytes of sent) socket.write(bytes);
	await once(socket, "close");
	await ended();
	expect(events.filter(({ type }) => type === "capture")).toMatchObject([{ by: "plain" }]);
});

test("a flood of errors waits for room: neither memory nor the record is flooded", async () => {
	const { events, state, socket } = await connected();
	say(socket, hello);
	state.room = false;
	const message = "x".repeat(10_000);
	let sent = 0;
	// Until the pipe is full: nobody reads it.
	for (let full = 0; full < 50; sent++) full = say(socket, error(message, sent + 1)) ? 0 : full + 1;
	expect(entriesIn(events).length).toBeLessThan(100);
	state.room = true;
	state.told();
	say(socket, { type: "end" });
	await expect.poll(() => entriesIn(events).length).toBe(sent);
	for (const event of events) expect(JSON.stringify(event).length).toBeLessThan(200_000);
});

test("a frame may be as long as it may", async () => {
	const { events, socket } = await connected();
	say(socket, hello);
	const rest = JSON.stringify(error("", 1)).length;
	say(socket, error("x".repeat(maxHostFrame - rest), 1));
	say(socket, { type: "end" });
	await expect.poll(() => entriesIn(events).length).toBe(1);
});
