// Writes PowerShell's own text to the process's streams, and counts it.
export const output = /* C# */ `
public sealed class Output {
	private readonly Stream[] streams = { Console.OpenStandardOutput(), Console.OpenStandardError() };
	private readonly Channel channel;

	public Output(Channel channel) { this.channel = channel; }

	/// 0: stdout, 1: stderr. In the encoding that the console has now, as PowerShell itself would write it, at once.
	public void Write(int stream, string text) {
		if (string.IsNullOrEmpty(text)) return;
		byte[] bytes = Console.OutputEncoding.GetBytes(text);
		lock (streams) {
			streams[stream].Write(bytes, 0, bytes.Length);
			streams[stream].Flush();
			channel.Wrote(stream, bytes.Length);
		}
	}
}
`;
