// The host's end of the channel: frames of JSON to the agent, and its answers. C# 5, as Windows PowerShell's compiler takes it.

/** A frame is a length (u32, little-endian) and UTF-8 JSON. An answer is what was asked for: a place is two u64, a reply to a
 * question a length (u32), its kind (u8) and its bytes; all little-endian. */
export const channel = /* C# */ `
/// Tells the agent what happens. An agent that is gone doesn't hold up the step.
public sealed class Channel : IDisposable {
	/// So that a frame stays below what the agent takes, whatever has to be escaped in it.
	private const int MaxText = 16384;
	private const int MaxName = 1000;
	/// Of a named pipe's path, which .NET adds to the name.
	private const string Windows = @"\\\\.\\pipe\\";
	private readonly object gate = new object();
	private readonly NamedPipeClientStream pipe;
	private readonly Stopwatch clock = Stopwatch.StartNew();
	private readonly long[] own = new long[2];
	private readonly long[] others = new long[2];
	private long placedAt;
	private long lastId;
	private bool stale;
	private bool broken;

	public Channel(string name, string token) {
		pipe = new NamedPipeClientStream(".", name.StartsWith(Windows, StringComparison.Ordinal) ? name.Substring(Windows.Length) : name, PipeDirection.InOut, PipeOptions.None);
		pipe.Connect(10000);
		Send(new Json().Add("type", "hello").Add("v", 1).Add("token", token));
	}

	/// The step may write past PowerShell at any time: each place is asked for.
	public bool AlwaysAsk { get; set; }

	/// A program that shares the streams may have written.
	public void Stale() { stale = true; }

	/// PowerShell itself wrote so many bytes.
	public void Wrote(int stream, int bytes) { Interlocked.Add(ref own[stream], bytes); }

	public void Entry(string what, Json entry) { Entry(what, entry, 0); }

	/// An id other than 0 can be told later to be shown, or to have returned.
	public void Entry(string what, Json entry, long id) {
		lock (gate) {
			Placed(entry.Add("what", what));
			Json message = new Json().Add("type", "entry").Add("entry", entry);
			Send(id == 0 ? message : message.Add("id", id));
		}
	}

	/// Waits for the answer of a person, and holds up what else would be told meanwhile: it would take that for its own.
	public Reply Ask(Json question) {
		lock (gate) {
			Placed(question.Add("type", "question"));
			Send(question);
			byte[] length = broken ? null : Receive(4);
			byte[] reply = length == null ? null : Receive(BitConverter.ToInt32(length, 0));
			if (reply == null || reply.Length == 0) return new Reply(Reply.Refused, new byte[0]);
			byte[] bytes = new byte[reply.Length - 1];
			Array.Copy(reply, 1, bytes, 0, bytes.Length);
			byte kind = reply[0];
			Array.Clear(reply, 0, reply.Length);
			return new Reply(kind, bytes);
		}
	}

	/// For an entry that more is told of later.
	public long NewId() { return Interlocked.Increment(ref lastId); }

	/// A program has ended after all.
	public void Returned(long id, int code) { Send(new Json().Add("type", "returned").Add("id", id).Add("code", (int?)code)); }

	public void Shown(long id) { Send(new Json().Add("type", "shown").Add("id", id)); }

	public void End() { Send(new Json().Add("type", "end")); }

	public void Dispose() { lock (gate) { broken = true; pipe.Dispose(); } }

	/// A long text is cut, and says so in words that the agent knows: it masks what stands before them.
	public static string Cut(string text, int most) {
		if (text == null) return "";
		if (text.Length <= most) return text;
		if (most > 0 && char.IsHighSurrogate(text[most - 1])) most--;
		return text.Substring(0, most) + "… (" + (text.Length - most).ToString(CultureInfo.InvariantCulture) + " more characters)";
	}
	public static string Cut(string text) { return Cut(text, MaxText); }
	public static string Name(string text) { return Cut(text, MaxName); }

	private void Placed(Json message) {
		Place();
		Json place = new Json().Add("stdout", others[0] + own[0]).Add("stderr", others[1] + own[1]);
		message.Add("at", clock.ElapsedTicks * 1000000 / Stopwatch.Frequency).Add("place", place);
	}

	/// Learns how many bytes of both streams the agent has: what PowerShell didn't write, others did.
	private void Place() {
		long now = clock.ElapsedMilliseconds;
		if (broken || !(stale || AlwaysAsk || now - placedAt > 10)) return;
		Send(new Json().Add("type", "place"));
		byte[] answer = Receive(16);
		if (answer == null) return;
		for (int i = 0; i < 2; i++) others[i] = Math.Max(0, BitConverter.ToInt64(answer, 8 * i) - own[i]);
		placedAt = clock.ElapsedMilliseconds;
		stale = false;
	}

	private byte[] Receive(int length) {
		byte[] bytes = new byte[length];
		try {
			for (int got = 0; got < length; ) {
				int more = pipe.Read(bytes, got, length - got);
				if (more == 0) { broken = true; return null; }
				got += more;
			}
			return bytes;
		} catch (Exception) {
			broken = true;
			return null;
		}
	}

	private void Send(Json message) {
		byte[] text = Encoding.UTF8.GetBytes(message.ToString());
		byte[] frame = new byte[4 + text.Length];
		BitConverter.GetBytes(text.Length).CopyTo(frame, 0);
		text.CopyTo(frame, 4);
		lock (gate) {
			if (broken) return;
			try {
				pipe.Write(frame, 0, frame.Length);
				pipe.Flush();
			} catch (Exception) {
				broken = true;
			}
		}
	}
}
`;
