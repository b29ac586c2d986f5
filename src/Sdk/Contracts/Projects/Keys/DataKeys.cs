using System.Globalization;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class DataKeys
{
    private static readonly string[] Placeholders = ["year", "month", "day", "hour"];

    private static readonly Key<string> From = new("from", Of.Pattern("a path or URL", Template, "^.+$"), "path, glob, https://, s3://, postgres://, sqlite:, view:<source> or push; may hold {year} {month} {day} {hour}")
    {
        AlsoKnownAs = ["path", "url", "source", "uri"],
    };

    private static readonly Key<string> Command = new("command", Of.Text, "in place of 'from': a shell line that writes to CAIRN_OUT_DATA") { AlsoKnownAs = ["run", "cmd"] };
    private static readonly Key<string> Table = new("table", Of.Text, "table of a database");
    private static readonly Key<string> Query = new("query", Of.Pattern("a query", OneSelect, "^.+$"), "one SELECT in place of a table; may hold the placeholders") { AlsoKnownAs = ["sql", "select"] };
    private static readonly Key<string> Watermark = new("watermark", Of.Text, "column that only grows: each gathering takes the rows above the one before") { AlsoKnownAs = ["cursor", "incremental"] };
    private static readonly Key<TimeSpan> Late = new("late", Of.Duration, "how long a partition is looked at again; with 'watermark', how old a row must be") { AlsoKnownAs = ["lateness"] };
    private static readonly Key<string> Endpoint = new("endpoint", Of.Pattern("a URL", Server, "^https?://[^/]+/?$"), "URL of an object store other than that of AWS");
    private static readonly Key<string> Region = new("region", Of.Text, "region of the object store; us-east-1 unless said");
    private static readonly Key<BucketAddressing> Addressing = new("addressing", Of.Enum<BucketAddressing>("addressing"), "where the bucket stands: path (host/bucket/key, unless said) or virtual (bucket.host/key)") { AlsoKnownAs = ["path_style", "virtual_host"] };
    private static readonly Key<string> Items = new("items", Of.Text, "dotted path of the rows within a page");
    private static readonly Key<string> Next = new("next", Of.Text, "dotted path of the next page's address, or with 'by' of what names it; by the header 'Link' unless said");
    private static readonly Key<string> By = new("by", Of.Text, "parameter of the query that names the page: it takes what stands at 'next', else it counts from 1 until a page is empty") { AlsoKnownAs = ["parameter", "cursor"] };
    private static readonly Key<string> Offset = new("offset", Of.Text, "parameter of the query that says how many rows to pass over; it grows by the rows of each page until one is empty") { AlsoKnownAs = ["skip", "start"] };
    private static readonly Key<SourcePaging> Pages = new(
        "pages", new BlockShape<SourcePaging>("pages", "how the pages of an HTTP answer follow one another", [Items, Next, By, Offset], f => new SourcePaging(f.Get(Items), f.Get(Next), f.Get(By), f.Get(Offset))),
        "how the pages of an HTTP answer follow one another")
    { AlsoKnownAs = ["page", "paging"] };

    private static readonly Key<(Schedule? Schedule, bool New)> Every = new(
        "every", Of.Pattern("a schedule", Gathering, "^.+$"), "when to gather: day at 02:00, hour, 15m, cron, or 'new' for whenever something new appears")
    {
        AlsoKnownAs = ["on", "schedule", "cron", "when"],
    };

    private static readonly Key<DateOnly> Since = new("since", Of.Pattern("a day", Day, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "first day to gather, as 2001-01-01") { AlsoKnownAs = ["start"] };
    private static readonly Key<string> Time = new("time", Of.Text, "column with the event time") { AlsoKnownAs = ["event_time", "timestamp"] };
    private static readonly Key<IReadOnlyList<string>> RowKey = new("key", Of.OneOrList(Of.Text), "columns that name a row");
    private static readonly Key<DataContract> Expect = new("expect", ContractKeys.Shape, "the contract: rules by column, 'rows' and 'fresh'") { AlsoKnownAs = ["schema", "contract"] };
    private static readonly Key<IReadOnlyList<string>> Owners = new("owners", Of.OneOrList(Of.Role), "roles that answer for the contract");
    private static readonly Key<OnFail> Fail = new("on_fail", Of.Enum<OnFail>("reaction"), "what happens to data that breaks the contract; quarantine unless said");
    private static readonly Key<string> Secret = new("secret", Of.Secret, "name of a secret, never its value");

    private static readonly Key<PartitionWindow> Partitions = new("partitions", Of.Pattern("partitions", PartitionWindow.Parse, "^.+$"), "of a view: the partitions it shows, as 2001-06-01..2001-06-30; either end may be left out");
    private static readonly Key<IReadOnlyList<string>> Columns = new("columns", Of.OneOrList(Of.Text), "of a view: the columns it shows");
    private static readonly Key<string> Where = new("where", Of.Pattern("a condition in SQL", OneCondition, "^.+$"), "of a view: the condition in SQL that its rows meet") { AlsoKnownAs = ["filter"] };

    private static readonly Key<string> FormatType = new("type", Of.Word("format", ["csv", "json", "jsonl", "parquet"]), "csv, json, jsonl or parquet", required: true);
    private static readonly Key<string> Delimiter = new("delimiter", Of.Pattern("a character", One, "^.$"), "one character between fields of csv");
    private static readonly Key<bool> Header = new("header", Of.Bool, "whether csv has a header line");
    private static readonly Key<string> Missing = new("missing", Of.Text, "text that stands for a missing value");

    private static readonly Key<SourceFormat> Format = new("format", FormatShape(), "how the bytes are read; by the ending of the name unless said");

    public static readonly Shape<DataSource> Shape = new BlockShape<DataSource>(
        "source", "where data comes from and what is expected of it", [From, Command, Table, Query, Watermark, Every, Since, Late, Time, RowKey, Expect, Owners, Fail, Secret, Format, Endpoint, Region, Addressing, Pages, Partitions, Columns, Where], Build);

    private static BlockShape<SourceFormat> FormatShape() => new(
        "format", "how the bytes are read", [FormatType, Delimiter, Header, Missing],
        f => new SourceFormat(f.Need(FormatType), f.Get(Delimiter), f.Value(Header), f.Get(Missing)))
    {
        Short = (node, path, context) => Of.Word("format", ["csv", "json", "jsonl", "parquet"]).TryRead(node, path, context, out var type) ? new SourceFormat(type) : null,
        ShortSchema = Of.Word("format", ["csv", "json", "jsonl", "parquet"]).Describe(new SchemaBook()),
    };

    private static DataSource Build(Fields f) => new(f.Name, f.Or(From, ""))
    {
        Command = f.Get(Command),
        Table = f.Get(Table),
        Query = f.Get(Query),
        Watermark = f.Get(Watermark),
        Late = f.Value(Late),
        Endpoint = f.Get(Endpoint),
        Region = f.Get(Region),
        Addressing = f.Or(Addressing, BucketAddressing.Path),
        Pages = f.Get(Pages),
        Every = f.Or(Every, default).Schedule,
        // A view follows what it is of, unless it is told when.
        OnNew = f.Or(Every, default) is var (schedule, isNew) && (isNew || (schedule is null && SourceKinds.Of(f.Or(From, ""), f.Get(Command)) == SourceKinds.View)),
        Partitions = f.Get(Partitions),
        Columns = f.List(Columns),
        Where = f.Get(Where),
        Since = f.Value(Since),
        Time = f.Get(Time),
        Key = f.List(RowKey),
        Expect = f.Or(Expect, DataContract.Empty),
        Owners = f.List(Owners),
        OnFail = f.Or(Fail, OnFail.Quarantine),
        Secret = f.Get(Secret),
        Format = f.Get(Format),
    };

    private static Parsed<(Schedule?, bool)> Gathering(string text)
    {
        if (text == "new")
        {
            return Parsed.Good<(Schedule?, bool)>((null, true));
        }

        var schedule = Schedule.Parse(text);
        return schedule.Ok ? Parsed.Good<(Schedule?, bool)>((schedule.Value, false)) : Parsed.Bad<(Schedule?, bool)>(schedule.Problem!, schedule.Offset, schedule.Suggestion);
    }

    private static Parsed<DateOnly> Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Parsed.Good(day) : Parsed.Bad<DateOnly>("a day is written 2001-01-31");

    private static Parsed<string> One(string text) => text.Length == 1 ? Parsed.Good(text) : Parsed.Bad<string>("expected one character");

    private static Parsed<string> OneSelect(string text) =>
        text.IndexOf(';') is >= 0 and var at ? Parsed.Bad<string>("one SELECT, without ';'", at) : Parsed.Good(text);

    private static Parsed<string> OneCondition(string text) =>
        text.IndexOf(';') is >= 0 and var at ? Parsed.Bad<string>("one condition, without ';'", at) : Parsed.Good(text);

    private static Parsed<string> Server(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.AbsolutePath == "/" && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            ? Parsed.Good(text.TrimEnd('/')) : Parsed.Bad<string>("expected a URL without a path, such as https://objects.example.org");

    private static Parsed<string> Template(string text)
    {
        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            var word = close < 0 ? "" : text[(open + 1)..close];
            if (!Placeholders.Contains(word))
            {
                return Parsed.Bad<string>("unknown placeholder; one of {year} {month} {day} {hour}", open, Nearest.To(word, Placeholders));
            }
        }

        return Parsed.Good(text);
    }
}
