// Attachments as the connector and SharePoint give them: pictures to those with a token, files to those with the address.
import type { ServerResponse } from "node:http";
import type { Identity } from "./identity.ts";

export const hangingFiles = (identity: Pick<Identity, "isGood">) => {
	const bytes = new Map<string, Uint8Array>();
	const asked: string[] = [];
	const files = {
		/** By name. */
		bytes,
		/** The requested ones, in order. */
		asked,
		/** While true, no one gets an answer. */
		hold: false,
		picture: (name: string) => `v3/attachments/${name}/views/original`,
		file: (name: string) => `files/${name}`,
		/** Whether it was requested. */
		answer: ({ pathname }: URL, authorization: string | undefined, response: ServerResponse): boolean => {
			const [, kind, name = ""] =
				/\/v3\/(attachments)\/([^/]+)\/views\/original$/.exec(pathname) ??
				/\/(files)\/([^/]+)$/.exec(pathname) ??
				[];
			if (kind === undefined) return false;
			asked.push(name);
			const found = bytes.get(name);
			if (files.hold) return true;
			if (kind === "attachments" && !identity.isGood(authorization)) response.writeHead(401).end();
			else if (kind === "files" && authorization !== undefined) response.writeHead(400).end();
			else if (found) response.writeHead(200, { "content-type": "image/png" }).end(found);
			else response.writeHead(404).end();
			return true;
		},
	};
	return files;
};
