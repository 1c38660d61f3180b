// Dialogs: each person's stack of them, submitting, closing, and the app's answers to that.
import { z } from "zod";
import { refuseView } from "../api/limits.ts";
import { newTrigger } from "../api/triggers.ts";
import type { Delivered } from "../deliver/deliver.ts";
import { common, trouble, viewPart } from "../deliver/payloads.ts";
import { identified } from "../store/ids.ts";
import { type Block, collections, type ViewRow } from "../store/rows.ts";
import type { Workspace } from "../workspace.ts";
import { stateValues, wrongInputs } from "./inputs.ts";
import { showView } from "./show.ts";
import { givenFiles } from "./uploads.ts";
import type { Inputs, Reply } from "./wire.ts";

const views = ({ store }: Workspace) => store.collection<ViewRow>(collections.views);

export const viewOf = (workspace: Workspace, id: string): ViewRow | undefined =>
	views(workspace).findOneBy("view_id", id);

export const modalsOf = (workspace: Workspace, user: string): ViewRow[] =>
	(workspace.modals.get(user) ?? []).flatMap((id) => viewOf(workspace, id) ?? []);

/** After the app opened, pushed or updated a modal. `alone`: it replaces what was open. */
export const showModals = (workspace: Workspace, id: string, alone: boolean): void => {
	const view = viewOf(workspace, id);
	if (!view) return;
	const open = workspace.modals.get(view.user_id) ?? [];
	if (alone) setModals(workspace, view.user_id, [id]);
	else setModals(workspace, view.user_id, open.includes(id) ? open : [...open, id]);
};

// Closed views leave the store: emulate counts what is there against the depth of three.
const setModals = (workspace: Workspace, user: string, ids: string[]): void => {
	for (const view of views(workspace).findBy("user_id", user)) {
		if (view.type === "modal" && !ids.includes(view.view_id)) views(workspace).delete(view.id);
	}
	workspace.modals.set(user, ids);
	workspace.live.send({ type: "modals", views: modalsOf(workspace, user).map(showView) }, [user]);
};

const mine = (workspace: Workspace, user: string, id: string): ViewRow | undefined =>
	modalsOf(workspace, user).find((view) => view.view_id === id);

export const submit = async (
	workspace: Workspace,
	user: string,
	{ view: id, inputs }: { view: string; inputs: Inputs },
): Promise<Reply> => {
	const view = mine(workspace, user, id);
	if (!view) return { trouble: trouble.gone };
	const errors = wrongInputs(view.blocks, inputs);
	if (Object.keys(errors).length) return { errors };
	const answer = await workspace.deliver.interaction({
		type: "view_submission",
		...common(workspace, user),
		trigger_id: newTrigger(workspace, user, id),
		view: viewPart(workspace, view, {
			...stateValues(view.blocks, inputs),
			...(await givenFiles(workspace, user, inputs)),
		}),
		response_urls: [],
	});
	return follow(workspace, view, answer);
};

const Action = z.discriminatedUnion("response_action", [
	z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
	z.object({ response_action: z.literal("clear") }),
	z.object({
		response_action: z.enum(["update", "push"]),
		view: z.looseObject({ blocks: z.array(z.looseObject({ type: z.string() })) }),
	}),
]);

const follow = (workspace: Workspace, view: ViewRow, answer: Delivered): Reply => {
	if (!answer.ok) return { trouble: trouble[answer.error] };
	const read = readAction(answer.text);
	if (read === "close") pop(workspace, view);
	else if (!read) return { trouble: trouble.answer };
	else if (read.response_action === "clear") setModals(workspace, view.user_id, []);
	else if (read.response_action !== "errors")
		return replace(workspace, view, read.response_action, read.view);
	else if (Object.keys(read.errors).some((id) => view.blocks.every(({ block_id }) => block_id !== id)))
		return { trouble: trouble.answer };
	else return { errors: read.errors };
	return {};
};

/** An empty answer closes this dialog; null is not understood. */
const readAction = (text: string): z.infer<typeof Action> | "close" | null => {
	if (text.trim() === "") return "close";
	try {
		const json: unknown = JSON.parse(text);
		if (z.strictObject({}).safeParse(json).success) return "close";
		return Action.parse(json);
	} catch {
		return null;
	}
};

const replace = (
	workspace: Workspace,
	view: ViewRow,
	how: "update" | "push",
	to: { blocks: Block[] },
): Reply => {
	if (refuseView(to)) return { trouble: trouble.answer };
	const change = { ...to, blocks: to.blocks.map(identified) };
	if (how === "update") {
		views(workspace).update(view.id, { ...change, hash: `${Date.now()}` });
		showModals(workspace, view.view_id, false);
		return {};
	}
	const { id: _, ...rest } = view;
	const view_id = `V${crypto.randomUUID().replaceAll("-", "").slice(0, 9).toUpperCase()}`;
	views(workspace).insert({ ...rest, ...change, view_id, previous_view_id: view.view_id });
	showModals(workspace, view_id, false);
	return {};
};

const pop = (workspace: Workspace, view: ViewRow): void => {
	const open = workspace.modals.get(view.user_id) ?? [];
	setModals(
		workspace,
		view.user_id,
		open.filter((id) => id !== view.view_id),
	);
};

/** `all`: the whole stack, as Slack's × does. */
export const close = async (
	workspace: Workspace,
	user: string,
	{ view: id, all }: { view: string; all: boolean },
): Promise<Reply> => {
	const view = mine(workspace, user, id);
	if (!view) return {};
	const open = modalsOf(workspace, user);
	const closed = all || view.clear_on_close ? [...open].reverse() : [view];
	setModals(
		workspace,
		user,
		open.filter((each) => !closed.includes(each)).map((each) => each.view_id),
	);
	for (const each of closed.filter(({ notify_on_close }) => notify_on_close)) {
		await workspace.deliver.interaction({
			type: "view_closed",
			...common(workspace, user),
			view: viewPart(workspace, each, stateValues(each.blocks, {})),
			is_cleared: all || view.clear_on_close,
		});
	}
	return {};
};
