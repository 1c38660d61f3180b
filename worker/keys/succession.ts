// What agents are told of the Worker's key: which it is, and how the keys before it lead to it.
import type { SignedSuccession } from "../../protocol/keys.ts";
import { directoryOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { workerKey } from "./crypto.ts";

type News = { key: string; succession: SignedSuccession[] };

const known = new WeakMap<object, News>();

/** The statements that lead to a key are made before it is in use, and that restarts everything: so asked for once. */
export const keyNews = async (env: Env): Promise<News> => {
	const before = known.get(env);
	if (before) return before;
	const { key } = await workerKey(env);
	const news = { key, succession: await directoryOf(env.DIRECTORY).succession(key) };
	known.set(env, news);
	return news;
};
