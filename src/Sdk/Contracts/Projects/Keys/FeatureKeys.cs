using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class FeatureKeys
{
    private static readonly Key<IReadOnlyDictionary<string, PortRef>> In = new("in", Of.Map("names with their sources", PortRefs.Input), "sources by the name that the SQL reads them under", required: true) { AlsoKnownAs = ["inputs", "from"] };
    private static readonly Key<string> Sql = new("sql", Of.Text, "one SELECT by DuckDB: key, time and the values") { AlsoKnownAs = ["query", "select"] };
    private static readonly Key<string> File = new("file", Of.File, "a file with the SQL, in place of 'sql'");
    private static readonly Key<IReadOnlyList<string>> RowKey = new("key", Of.OneOrList(Of.Text), "columns that a row is looked up by", required: true) { AlsoKnownAs = ["keys", "entity"] };
    private static readonly Key<string> Time = new("time", Of.Text, "column with the time a fact is about", required: true) { AlsoKnownAs = ["event_time", "timestamp"] };
    private static readonly Key<string> Known = new("known", Of.Text, "column with the time from which a fact was known");
    private static readonly Key<TimeSpan> After = new("after", Of.Pattern("a duration", Delay, "^(0s?|[0-9].*)$"), "in place of 'known': how long after its time a fact is known; 0 for at once") { AlsoKnownAs = ["delay"] };
    private static readonly Key<TimeSpan> Fresh = new("fresh", Of.Duration, "how old what serving looks up may be") { AlsoKnownAs = ["ttl", "max_age"] };

    public static readonly Shape<FeatureView> Shape = new BlockShape<FeatureView>(
        "feature", "a feature defined once, for training as of each row's time and for serving", [In, Sql, File, RowKey, Time, Known, After, Fresh], f => new FeatureView(f.Name, f.Need(Time))
        {
            In = f.Map(In),
            Sql = f.Get(Sql),
            File = f.Get(File),
            Key = f.List(RowKey),
            Known = f.Get(Known),
            After = f.Value(After),
            Fresh = f.Value(Fresh),
        });

    private static Parsed<TimeSpan> Delay(string text) => text is "0" or "0s" ? Parsed.Good(TimeSpan.Zero) : Durations.Parse(text);
}
