// Block Kit: layout and everything to press is ours; rich text, markdown, tables and images are the renderer's.
import { Component, type ReactNode } from "react";
import { type Block as KitBlock, Message } from "slack-blocks-to-jsx";
import type { Block, Where } from "../people/wire.ts";
import { Action, type Element, Pressable } from "./elements.tsx";
import { formatDate, Mention, SafeLink, Text, type TextObject } from "./mrkdwn.tsx";
import { useShared } from "./slack.ts";

// Blocks were checked by the server on their way in; what still can't be shown is named, not thrown.
class Shield extends Component<{ type: string; children: ReactNode }, { broken: boolean }> {
	override state = { broken: false };
	static getDerivedStateFromError() {
		return { broken: true };
	}
	override render() {
		return this.state.broken ? <em>(a {this.props.type} block that can't be shown)</em> : this.props.children;
	}
}

export const Blocks = ({ blocks, where, busy }: { blocks: Block[]; where: Where; busy?: boolean }) => (
	<Pressable where={where} busy={busy ?? false}>
		{blocks.map((block, index) => (
			<Shield type={block.type} key={`${block.block_id ?? index}`}>
				<OneBlock block={block} />
			</Shield>
		))}
	</Pressable>
);

/** The block's parts, by the shapes that the server checked. */
type Parts = {
	text?: TextObject;
	fields?: TextObject[];
	accessory?: Element;
	elements?: (Element & TextObject & { image_url?: string; alt_text?: string })[];
};

export const OneBlock = ({ block }: { block: Block }) => {
	const { text, fields, accessory, elements } = block as Parts;
	const id = block.block_id ?? "";
	switch (block.type) {
		case "section":
			return (
				<div className="section">
					<div className="grow">
						{text && <Text of={text} />}
						{fields && (
							<div className="fields">
								{fields.map((field, index) => (
									<div key={index.toString()}>
										<Text of={field} />
									</div>
								))}
							</div>
						)}
					</div>
					{accessory && <Action element={accessory} block={id} />}
				</div>
			);
		case "header":
			return (
				<h3 className="header">
					<Text of={text} />
				</h3>
			);
		case "divider":
			return <hr />;
		case "context":
			return (
				<div className="context">
					{elements?.map((element, index) =>
						element.type === "image" ? null : <Text of={element} key={index.toString()} />,
					)}
				</div>
			);
		case "actions":
			return (
				<div className="actions">
					{elements?.map((element) => (
						<Action element={element} block={id} key={element.action_id} />
					))}
				</div>
			);
		default:
			return <Rendered block={block} />;
	}
};

const Rendered = ({ block }: { block: Block }) => {
	const { slack } = useShared();
	return (
		<div className="kit">
			<Message
				blocks={[block as KitBlock]}
				logo=""
				name=""
				theme="light"
				withoutWrapper
				data={{
					users: [...slack.people.values()].map(({ id, name }) => ({ id, name })),
					channels: [...slack.channels.values()].map(({ id, name }) => ({ id, name })),
				}}
				hooks={{
					user: ({ id, name }) => <Mention me={id === slack.me}>@{name}</Mention>,
					link: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
					date: ({ timestamp, format, fallback }) => formatDate(Number(timestamp), format) || fallback,
				}}
			/>
		</div>
	);
};
