// When an agent gets its acks: at once, or after a pause while people are served on the same thread.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acks, pauseNow, serving } from "./acks.ts";

/** Of this test: later than all that others were served. */
let begin = Date.UTC(2100, 0);
let stored: number;
let told: string[];
let socket: WebSocket & { readyState: number };
beforeEach(() => {
	begin += 60_000;
	vi.useFakeTimers({ now: begin });
	vi.stubGlobal("WebSocket", { OPEN: 1 });
	[stored, told] = [0, []];
	socket = { readyState: 1, send: (text: string) => void told.push(text) } as never;
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});
const recording = () => acks(() => stored);
const ack = (n: number) => `{"type":"ack","n":${n}}`;

test("where no one is served, an ack goes at once", () => {
	stored = 7;
	recording().inTurn(socket);
	expect(told).toEqual([ack(7)]);
});

test("while someone is served, and a second after a change, it waits, and is one for all that came meanwhile", async () => {
	const answer = Promise.withResolvers<void>();
	const served = serving(() => answer.promise);
	const { inTurn } = recording();
	for (stored = 1; stored <= 3; stored++) inTurn(socket);
	stored = 3;
	expect(told).toEqual([]);
	vi.advanceTimersByTime(100);
	expect(told).toEqual([ack(3)]);
	answer.resolve();
	await served;
	expect(pauseNow(Date.now() + 999)).toBeGreaterThan(0);
	expect(pauseNow(Date.now() + 1_000)).toBe(0);
});

test("someone who only reads is given way while they wait, and no longer", async () => {
	await serving(async () => expect(pauseNow(begin)).toBeGreaterThan(0), false);
	expect(pauseNow(begin)).toBe(0);
});

test("a request that failed holds up no ack after that", async () => {
	await expect(serving(() => Promise.reject(new Error("no")), false)).rejects.toThrow("no");
	expect(pauseNow(begin)).toBe(0);
});

test("a request that never ends, as the platform ended it, holds up acks for half a minute at most", async () => {
	const left = serving(() => new Promise(() => {}), false);
	expect(pauseNow(begin + 29_999)).toBeGreaterThan(0);
	vi.setSystemTime(begin + 20_000);
	const later = Promise.withResolvers<void>();
	const served = serving(() => later.promise, false);
	expect(pauseNow(begin + 30_000)).toBeGreaterThan(0);
	later.resolve();
	await served;
	expect(pauseNow(begin + 30_000)).toBe(0);
	expect(await Promise.race([left, "never"])).toBe("never");
});

test("a connection that has closed meanwhile gets no ack, and a new one its own at once", async () => {
	const { inTurn, now } = recording();
	await serving(async () => inTurn(socket), false);
	socket.readyState = 3;
	now(Object.create(socket, { readyState: { value: 1 } }));
	vi.advanceTimersByTime(100);
	expect(told).toEqual([ack(0)]);
});
