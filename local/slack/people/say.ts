// What people type: messages with files, edits, deletions, and lines that start with a slash.
import { newResponseUrl, sayAnswer } from "../api/respond.ts";
import { newTrigger } from "../api/triggers.ts";
import { nowTs, wrap } from "../deliver/events.ts";
import { collections, type EphemeralRow, type ViewRow } from "../store/rows.ts";
import { directMessage } from "../team.ts";
import type { Workspace } from "../workspace.ts";
import { compose, escapeText } from "./compose.ts";
import { showView, slackbot } from "./show.ts";
import { upload } from "./uploads.ts";
import type { Reply, Requests } from "./wire.ts";

const commands = ["/caisey"];

export const say = async (workspace: Workspace, user: string, said: Requests["say"]): Promise<Reply> => {
	if (said.text.startsWith("/") && !said.files.length) return command(workspace, user, said);
	if (said.files.length) return share(workspace, user, said);
	const { channel, thread } = said;
	const body = { channel, ...compose(said.text, workspace.names), ...(thread ? { thread_ts: thread } : {}) };
	const answer = await workspace.call(user, "chat.postMessage", body);
	return answer.ok ? {} : { trouble: `Slack did not take this: ${answer.error}.` };
};

export const edit = async (
	workspace: Workspace,
	user: string,
	{ channel, ts, text }: Requests["edit"],
): Promise<Reply> => {
	const answer = await workspace.call(user, "chat.update", {
		channel,
		ts,
		...compose(text, workspace.names),
	});
	return answer.ok ? {} : { trouble: `Slack did not take this: ${answer.error}.` };
};

export const remove = async (workspace: Workspace, user: string, at: Requests["delete"]): Promise<Reply> => {
	const answer = await workspace.call(user, "chat.delete", at);
	return answer.ok ? {} : { trouble: `Slack did not take this: ${answer.error}.` };
};

/** Someone closes an ephemeral message. */
export const dismiss = async (
	workspace: Workspace,
	user: string,
	at: Requests["dismiss"],
): Promise<Reply> => {
	const row = workspace.ephemeral(at.channel, at.ts);
	if (row?.target_user === user) workspace.store.collection(collections.ephemeral).delete(row.id);
	return {};
};

/** Someone opens the app's Home tab. */
export const home = async (workspace: Workspace, user: string): Promise<Reply> => {
	const { team, store, deliver } = workspace;
	const person = team.people.find(({ id }) => id === user);
	if (!person) return {};
	const views = store.collection<ViewRow>(collections.views).findBy("user_id", user);
	const view = views.find(({ type }) => type === "home");
	const event = {
		type: "app_home_opened",
		user,
		channel: directMessage(person),
		tab: "home",
		event_ts: nowTs(),
		...(view ? { view: { ...showView(view), type: "home", hash: view.hash } } : {}),
	};
	deliver.event(wrap(event, team));
	return {};
};

const share = async (
	workspace: Workspace,
	user: string,
	{ channel, thread, text, files }: Requests["say"],
): Promise<Reply> => {
	const answer = await workspace.call(user, "files.completeUploadExternal", {
		files: await upload(workspace, user, files),
		channel_id: channel,
		...(thread ? { thread_ts: thread } : {}),
		...(text ? { initial_comment: text } : {}),
	});
	return answer.ok ? {} : { trouble: `Slack did not take this: ${answer.error}.` };
};

const command = async (
	workspace: Workspace,
	user: string,
	{ channel, thread, text }: Requests["say"],
): Promise<Reply> => {
	const [name = "", ...rest] = text.split(/(?<=^\S+)\s/);
	const tell = (sentence: string) => whisper(workspace, user, channel, thread, sentence);
	if (!commands.includes(name)) return tell(`\`${name}\` is not a valid command.`);
	if (thread) return tell(`\`${name}\` is not supported in threads. Sorry!`);
	const { team } = workspace;
	const source = { user, channel, ts: null, ephemeral: false };
	const answer = await workspace.deliver.command({
		token: "local",
		team_id: team.id,
		team_domain: team.id.toLowerCase(),
		channel_id: channel,
		channel_name: workspace.channel(channel)?.is_im
			? "directmessage"
			: (workspace.channel(channel)?.name ?? ""),
		user_id: user,
		user_name: team.people.find(({ id }) => id === user)?.handle ?? user,
		command: name,
		text: escapeText(rest.join(" ").trim()),
		api_app_id: team.app.id,
		is_enterprise_install: "false",
		response_url: newResponseUrl(workspace, source),
		trigger_id: newTrigger(workspace, user),
	});
	if (!answer.ok) return tell(`\`${name}\` failed with the error "${answer.error}"`);
	if (answer.text.trim() === "") return {};
	const body = answer.type.includes("json") ? answer.text : JSON.stringify({ text: answer.text });
	return (await sayAnswer(workspace, source, body))
		? {}
		: tell(`\`${name}\` failed with the error "invalid_payload"`);
};

/** Slackbot says something to one person alone. */
const whisper = (
	{ store }: Workspace,
	user: string,
	channel: string,
	thread: string | null,
	text: string,
): Reply => {
	store.collection<EphemeralRow>(collections.ephemeral).insert({
		ts: nowTs(),
		channel_id: channel,
		user: slackbot,
		target_user: user,
		text,
		type: "message",
		...(thread ? { thread_ts: thread } : {}),
		reply_count: 0,
		reply_users: [],
		reactions: [],
	});
	return {};
};
