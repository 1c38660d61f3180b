// Progress: nobody sees it while a step runs unattended, and scripts report it a thousand times a second. The first, the last
// and one a second of each activity are kept, and the others counted.
export const progress = /* C# */ `
public sealed class ProgressRecords {
	private readonly Channel channel;
	private readonly Stopwatch clock = Stopwatch.StartNew();
	private readonly Dictionary<string, long> lastOf = new Dictionary<string, long>();
	private long leftOut;

	public ProgressRecords(Channel channel) { this.channel = channel; }

	public void Take(long source, ProgressRecord record) {
		lock (lastOf) {
			string key = source.ToString(CultureInfo.InvariantCulture) + " " + record.ActivityId.ToString(CultureInfo.InvariantCulture);
			bool completed = record.RecordType == ProgressRecordType.Completed;
			long last;
			bool known = lastOf.TryGetValue(key, out last);
			if (known && !completed && clock.ElapsedMilliseconds - last < 1000) {
				leftOut++;
				return;
			}
			if (completed) lastOf.Remove(key);
			else lastOf[key] = clock.ElapsedMilliseconds;
			if (lastOf.Count > 1000) lastOf.Clear();
		}
		List<string> said = new List<string> { record.Activity, record.StatusDescription, record.CurrentOperation };
		if (record.PercentComplete >= 0) said.Add(record.PercentComplete.ToString(CultureInfo.InvariantCulture) + " %");
		if (record.RecordType == ProgressRecordType.Completed) said.Add("completed");
		said.RemoveAll(string.IsNullOrWhiteSpace);
		channel.Entry("message", new Json().Add("stream", "progress").Add("text", Channel.Cut(string.Join(", ", said.ToArray()))).Add("shown", false));
	}

	public void End() {
		if (leftOut > 0) channel.Entry("left-out", new Json().Add("of", "progress").Add("count", leftOut));
	}
}
`;
