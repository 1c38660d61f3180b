// An input for files in a dialog.
import type { Input } from "../people/wire.ts";
import { attached } from "./attached.ts";

type Props = {
	named: { "aria-label": string; "aria-describedby"?: string };
	endings: string[] | undefined;
	most: number;
	change(input: Input): void;
};

export const FileInput = ({ named, endings, most, change }: Props) => (
	<input
		type="file"
		{...named}
		multiple={most > 1}
		accept={endings?.map((ending) => `.${ending}`).join(",")}
		onChange={async ({ target }) => {
			const read = await Promise.all([...(target.files ?? [])].map(attached));
			change({ files: read.map(({ name, base64 }) => ({ name, base64 })) });
		}}
	/>
);
