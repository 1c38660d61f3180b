// Response URLs: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

const timeout = 5_000;

/** Whether Slack took it: an address is good for five answers within 30 minutes. */
export const respond = async (url: string, body: string): Promise<boolean> => {
	const answer = await fetch(url, {
		method: "POST",
		headers: { "content-type": "application/json; charset=utf-8" },
		body,
		redirect: "manual",
		signal: AbortSignal.timeout(timeout),
	}).catch(() => null);
	return answer?.ok ?? false;
};
