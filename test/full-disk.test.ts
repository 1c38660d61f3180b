// An endpoint's disk fills up: the card says so while the command waits, and what is approved meanwhile doesn't run.
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { canMakeSmallDisks, newSmallDisk, type SmallDisk } from "../agent/testing/small-disk.ts";
import { enrolAgent } from "../local/agent.ts";
import { patience } from "./world/patience.ts";
import { ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { startWorld, type World } from "./world/world.ts";

const can = canMakeSmallDisks();
if (!can)
	console.warn("SKIPPED: full disks (they need root, or sudo without a password, to mount a small one)");

const name = "CLIENT-ACCT-01";
let world: World;
let disk: SmallDisk;
let state: string;

beforeAll(async () => {
	if (!can) return;
	world = await startWorld({ agents: [] });
	disk = newSmallDisk(30);
	state = join(disk.path, "agent");
	mkdirSync(state);
	symlinkSync(state, world.stateOf(name));
	const token = world.applied.enrolment.find(({ endpoint }) => endpoint === name)?.token ?? "";
	await enrolAgent({ url: world.workerUrl, token, state });
	world.runAgent(name);
});
afterAll(async () => {
	await world?.stop();
	disk?.remove();
});

const reserve = () => readdirSync(state).includes("reserve");
const flag = (file: string) => join(world.folder, file);
const proposed = async (changes: string, command: string) => {
	const ada = world.person("ada");
	const session = await ask(world);
	await propose(world, session, { command, changes });
	const card = await planCard(ada, session, changes);
	const shows = (text: string) =>
		ada.until(`a card that says ${text}`, ({ messages }) =>
			messages.find((one) => one.ts === card.ts && textOf(one).includes(text)),
		);
	return { ada, session, shows, press: () => ada.press(card, "Approve") };
};
const approved = async (changes: string, command: string) => {
	const plan = await proposed(changes, command);
	await plan.press();
	return plan;
};

test.skipIf(!can)(
	"while it is full, card and one message say so; then the command goes on and ends well",
	async () => {
		const flood = "head -c 20000000 /dev/zero | tr '\\0' a";
		const waits = (file: string) =>
			`touch '${flag(`${file}-begun`)}'; until [ -e '${flag(file)}' ]; do sleep 0.1; done`;
		const { ada, session, shows } = await approved(
			"fills up",
			`${waits("flood")}; ${flood}; ${waits("end")}`,
		);
		await vi.waitFor(() => expect(existsSync(flag("flood-begun"))).toBe(true), { timeout: patience });
		await world.worker().stop();
		disk.fill();
		writeFileSync(flag("flood"), "");
		const log = () => readFileSync(join(world.folder, `agent-${name}.log`), "utf8");
		await vi.waitFor(() => expect(log()).toContain("disk is full"), { timeout: patience });
		await world.restartWorker();
		await shows(`On ${name}: this machine's disk is full. What runs there waits`);
		await ada.message(`${name}: this machine's disk is full.`, "waits there until that's fixed");
		disk.empty();
		writeFileSync(flag("end"), "");
		await shows("Done on");
		const reader = await signIn(world, ada, session);
		expect((await entries(reader, "run.ended"))[0]).toMatchObject({
			end: { outcome: "exited", code: 0 },
			stdout: 20_000_000,
		});
		expect(await reader.json("verify")).toMatchObject({ ok: true });
		await vi.waitFor(() => expect(reserve()).toBe(true), { timeout: patience });
	},
);

test.skipIf(!can)(
	"an agent that starts on a full disk: card, Home and console say so before anyone approves; what is approved doesn't run",
	async () => {
		await world.agent(name).stop();
		rmSync(join(state, "reserve"));
		disk.fill();
		world.runAgent(name);
		const { press, shows, session } = await proposed("never runs", "echo never");
		await shows(
			`On ${name}: this machine's disk is full. Nothing new starts there until someone frees some space.`,
		);
		const tom = world.person("tom");
		await tom.home();
		await tom.until("the disk on the Home tab", ({ home }) =>
			JSON.stringify(home).includes("⚠ its disk is full: nothing new starts there · online"),
		);
		const { cookie } = await signIn(world, tom, session);
		const machines = await fetch(`${world.workerUrl}/machines?show=disk`, { headers: { cookie } });
		expect(await machines.text()).toMatch(new RegExp(`>${name}</bdi>[^]*<span>disk full</span>`));
		await press();
		await shows("Not run");
		await shows(`On ${name}: this machine's disk is full`);
		disk.empty();
		await vi.waitFor(() => expect(reserve()).toBe(true), { timeout: patience });
		await (await approved("runs again", "echo again")).shows("Done on");
	},
);
