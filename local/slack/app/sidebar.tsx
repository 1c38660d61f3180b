// Places to go: channels, direct messages, the app, each with its new messages.

import { Avatar } from "./avatar.tsx";
import { useShared } from "./slack.ts";
import type { Unread } from "./unread.ts";
import { channelName } from "./words.ts";

type Props = { place: string; unread: Unread };

export const Sidebar = ({ place, unread }: Props) => {
	const { slack } = useShared();
	const channels = [...slack.channels.values()];
	const withApp = channels.find(({ direct, members }) => direct && members.includes(slack.app));
	const others = channels.filter((channel) => channel.direct && channel !== withApp);
	return (
		<nav aria-label="Channels and messages">
			<h1>
				{slack.team.name} <small>local Slack</small>
			</h1>
			<h2>Channels</h2>
			<ul>
				{channels
					.filter(({ direct }) => !direct)
					.map(({ id, name }) => (
						<Place id={id} here={place === id} unread={unread.count(id)} key={id}>
							<span aria-hidden>#</span> {name}
						</Place>
					))}
			</ul>
			{others.length > 0 && <h2>Direct messages</h2>}
			<ul>
				{others.map((channel) => (
					<Place
						id={channel.id}
						here={place === channel.id}
						unread={unread.count(channel.id)}
						key={channel.id}
					>
						{channelName(slack, channel)}
					</Place>
				))}
			</ul>
			<h2>Apps</h2>
			<ul>
				<Place
					id="home"
					here={place === "home" || place === withApp?.id}
					unread={withApp ? unread.count(withApp.id) : 0}
				>
					<Avatar user={slack.app} name="Caisey" app small /> Caisey
				</Place>
			</ul>
		</nav>
	);
};

type PlaceProps = { id: string; here: boolean; unread: number; children: React.ReactNode };

const Place = ({ id, here, unread, children }: PlaceProps) => {
	const { slack } = useShared();
	const channel = slack.channels.get(id);
	const name = channel?.name ?? "Caisey";
	return (
		<li>
			<a
				href={`#${id}`}
				aria-current={here ? "page" : undefined}
				aria-label={channel && !channel.direct ? name : undefined}
				className={unread ? "unread" : ""}
			>
				{children}
				{unread > 0 && <span className="count">{unread}</span>}
			</a>
		</li>
	);
};
