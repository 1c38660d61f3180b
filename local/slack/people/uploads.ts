// Files that people give: uploaded as Slack's own client does it, then shared in a conversation, or handed to a dialog.
import { z } from "zod";
import { collections, type FileRow } from "../store/rows.ts";
import { directMessage } from "../team.ts";
import type { Workspace } from "../workspace.ts";
import type { Values } from "./inputs.ts";
import type { GivenFile, Inputs } from "./wire.ts";

const Upload = z.looseObject({ upload_url: z.string(), file_id: z.string() });

export const upload = async (
	workspace: Workspace,
	user: string,
	files: GivenFile[],
): Promise<{ id: string; title: string }[]> => {
	const uploaded: { id: string; title: string }[] = [];
	for (const { name, base64 } of files) {
		const bytes = Buffer.from(base64, "base64");
		const asked = { filename: name, length: bytes.length };
		const { upload_url, file_id } = Upload.parse(
			await workspace.call(user, "files.getUploadURLExternal", asked),
		);
		await (await workspace.fetch(new Request(upload_url, { method: "POST", body: bytes }))).text();
		uploaded.push({ id: file_id, title: name });
	}
	return uploaded;
};

const Completed = z.looseObject({ files: z.array(z.looseObject({ id: z.string() })) });

/** What a dialog's inputs for files hold, as the app is told: the app may read those files, whoever sees them. */
export const givenFiles = async (workspace: Workspace, user: string, inputs: Inputs): Promise<Values> => {
	const values: Values = {};
	for (const [block, actions] of Object.entries(inputs))
		for (const [action, input] of Object.entries(actions)) {
			if (typeof input !== "object" || input === null || !("files" in input)) continue;
			const files = await upload(workspace, user, input.files);
			const completed =
				files.length === 0
					? { files: [] }
					: Completed.parse(await workspace.call(user, "files.completeUploadExternal", { files }));
			for (const { id } of completed.files) readableByApp(workspace, user, id);
			values[block] = { ...values[block], [action]: { type: "file_input", files: completed.files } };
		}
	return values;
};

/** Emulate lets an app read what was shared where it is: here, in the person's own chat with it, without a message. */
const readableByApp = ({ store, team }: Workspace, user: string, file: string): void => {
	const files = store.collection<FileRow>(collections.files);
	const row = files.findOneBy("file_id", file);
	const person = team.people.find(({ id }) => id === user);
	if (row && person) files.update(row.id, { ims: [directMessage(person)] });
};
