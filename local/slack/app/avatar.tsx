// A person's initials on their own colour.
const colours = ["#8a5a44", "#3f6f8f", "#6c5b91", "#4f7a4c", "#a0524f", "#7a6a2f"];

type Props = { user: string; name: string; app: boolean; small?: boolean };

export const Avatar = ({ user, name, app, small }: Props) => {
	const hash = [...user].reduce((sum, character) => (sum * 33 + character.charCodeAt(0)) % 9973, 7);
	const background = app ? "#245c4f" : colours[hash % colours.length];
	const initials = name
		.split(" ")
		.map(([first]) => first)
		.join("")
		.slice(0, 2);
	return (
		<span className={small ? "avatar small" : "avatar"} style={{ background }} aria-hidden>
			{app ? name[0] : initials}
		</span>
	);
};
