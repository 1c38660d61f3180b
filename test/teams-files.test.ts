// Attachments in Teams: pictures and files with their bytes where a bot gets them, also when their reader dies.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { patience } from "./world/patience.ts";
import { signInAt } from "./world/people/console.ts";
import { attachmentIn, type Entry, entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";
import { type Asked, ask } from "./world/teams/acts.ts";
import type { Post } from "./world/teams/connector.ts";
import { cardOf, channelNo } from "./world/teams/person.ts";
import { startTeamsWorld, type TeamsWorld } from "./world/teams/world.ts";

let world: TeamsWorld;
beforeAll(async () => {
	world = await startTeamsWorld({ agents: [] });
});
afterAll(() => world?.stop());

const record = async ({ root }: { root: Post }) => {
	const link = cardOf(await world.teams("ada").press(root, "Full transcript"));
	return signInAt(world, JSON.stringify(link).match(/"url":"([^"]+)"/)?.[1] ?? "");
};
type Reader = Awaited<ReturnType<typeof record>>;

const put = (name: string, size = 3_000): string => {
	world.connector.files.bytes.set(name, randomBytes(size));
	return name;
};
const picture = (contentUrl: string, name?: string) => ({ contentType: "image/*", contentUrl, name });
const pictureOf = (name: string) =>
	picture(`${world.connector.serviceUrl}${world.connector.files.picture(name)}`);
const file = (name: string) => ({
	contentType: "application/vnd.microsoft.teams.file.download.info",
	name,
	content: { uniqueId: name, downloadUrl: `${world.connector.url}/${world.connector.files.file(name)}` },
});
const say = (at: string, ...attachments: object[]) =>
	world.teams("dana").say(at, "", {
		attachments: [{ contentType: "text/html", content: "<p>look at this</p>" }, ...attachments],
	});
/** The entries of so many files, once there are as many. */
const settled = (reader: Reader, count: number, timeout = patience): Promise<Entry<"message.attached">[]> =>
	vi.waitFor(
		async () => {
			const found = await entries(reader, "message.attached");
			expect(found).toHaveLength(count);
			return found;
		},
		{ timeout, interval: 250 },
	);
const bytesOf = async (reader: Reader, entry: Entry<"message.attached"> | undefined) =>
	Buffer.from(await (await reader.get(`blobs/${attachmentIn(entry).blob}`)).arrayBuffer());
const held = (name: string) => Buffer.from(world.connector.files.bytes.get(name) ?? "");
const missing = ({ attached }: Entry<"message.attached">) =>
	"missing" in attached ? attached.missing.reason : "recorded";

test("a pasted picture is recorded with its bytes, read with the bot's token, renewed if rejected", async () => {
	const asked: Asked = await ask(world, "dana", channelNo(1));
	world.connector.identity.revoke();
	await say(asked.thread, pictureOf(put("screen")));
	const reader = await record(asked);
	const [entry] = await settled(reader, 1);
	expect(attachmentIn(entry)).toMatchObject({ name: "a picture", type: "image/png", bytes: 3_000 });
	expect((await bytesOf(reader, entry)).equals(held("screen"))).toBe(true);
});

test("the token goes only to the connector's attachments: the record says that others lie outside", async () => {
	const asked = await ask(world, "dana", channelNo(2));
	const { serviceUrl } = world.connector;
	await say(
		asked.thread,
		picture("https://smba.trafficmanager.net.evil.example/v3/attachments/x/views/original"),
		picture(`${serviceUrl}v3/conversations/x/activities`),
		picture(`${serviceUrl}${world.connector.files.picture("nobody-has-it")}`),
	);
	expect((await settled(await record(asked), 3)).map(missing)).toEqual([
		"it lies outside Teams",
		"it lies outside Teams",
		"Teams answered 404",
	]);
});

test("the Worker is killed while it reads a message's files: each is read later, or reported missing", async () => {
	const request = "please look at these";
	await world.teams("dana").say("a:dana", `<p>${request}</p>`);
	const root = await world.teams("dana").sees("Caisey session", request);
	const { files } = world.connector;
	files.hold = true;
	const before = files.asked.length;
	await say("a:dana", file(put("photo.bin", 1_500_000)), pictureOf(put("later")), file("gone.bin"));
	await expect.poll(() => files.asked.slice(before)).toEqual(["photo.bin"]);
	await world.worker().kill();
	files.hold = false;
	const [minute, hour] = [60_000, 3_600_000];
	// Nothing is due for an hour, however long this computer takes to look.
	await timePasses(world, -hour);

	const reader = await record({ root });
	expect(await entries(reader, "message.attached")).toEqual([]);
	await timePasses(world, hour + minute);
	const all = await settled(reader, 3);
	expect(
		(
			await bytesOf(
				reader,
				all.find((one) => one.file === "photo.bin"),
			)
		).equals(held("photo.bin")),
	).toBe(true);
	expect(
		(
			await bytesOf(
				reader,
				all.find((one) => one.file === "1"),
			)
		).equals(held("later")),
	).toBe(true);
	expect(all.filter((one) => one.file === "gone.bin").map(missing)).toEqual(["Teams answered 404"]);
	expect(all.map(({ actor }) => actor.name)).toEqual(Array(3).fill("Dana Reyes"));
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
