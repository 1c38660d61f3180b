// A file's bytes, as the app fetches them. Emulate writes its name into a header as it is, which no header can hold in most scripts.
import type { Workspace } from "../workspace.ts";

export const privateFile = async (workspace: Workspace, request: Request): Promise<Response> => {
	const address = new URL(request.url);
	const asDownload = address.searchParams.has("download");
	address.search = "";
	const answer = await workspace.fetch(new Request(address, { headers: request.headers }));
	if (!asDownload || !answer.ok) return answer;
	const headers = new Headers(answer.headers);
	const name = address.pathname.split("/").at(-1) ?? "";
	headers.set(
		"content-disposition",
		`attachment; filename*=UTF-8''${encodeURIComponent(decodeURIComponent(name))}`,
	);
	return new Response(answer.body, { status: answer.status, headers });
};
