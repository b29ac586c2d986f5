using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Cli.Output;

/// <summary>One column of a table. <paramref name="Path"/>: field of the item, alternatives parted by <c>|</c>, steps by dots.</summary>
/// <param name="Person">How a person sees the value; without a terminal the raw value is written.</param>
internal sealed record Column(string Header, string Path, Func<JsonNode, DateTimeOffset, string> Person)
{
    public bool AlignRight { get; private init; }

    /// <summary>Painted after its word.</summary>
    public bool IsState { get; private init; }

    public static Column Text(string header, string path) => new(header, path, (node, _) => JsonText.Raw(node));

    public static Column State(string header, string path) => Text(header, path) with { IsState = true };

    /// <summary>The first seven signs of a digest or commit, without the algorithm.</summary>
    public static Column Digest(string header, string path) => new(header, path, (node, _) => Short(JsonText.Raw(node)));

    /// <summary>A number with at most <paramref name="digits"/> decimals and groups of thousands.</summary>
    public static Column Number(string header, string path, int digits = 0) =>
        new(header, path, (node, _) => FormatNumber(node, digits)) { AlignRight = true };

    /// <summary>How many a list has.</summary>
    public static Column Count(string header, string path) =>
        new(header, path, (node, _) => node is JsonArray list ? list.Count.ToString(CultureInfo.InvariantCulture) : JsonText.Raw(node)) { AlignRight = true };

    /// <summary>One field of each thing in a list, parted by commas.</summary>
    public static Column Each(string header, string path, string field) =>
        new(header, path, (node, _) => node is JsonArray list ? string.Join(",", list.Select(item => JsonText.Raw((item as JsonObject)?[field] ?? item))) : JsonText.Raw(node));

    /// <summary>How long ago, or the day when that is long.</summary>
    public static Column Ago(string header, string path) => new(header, path, (node, now) => FormatAgo(node, now));

    /// <summary>A column made of a field that the table does not name.</summary>
    public static Column OfField(string path, bool number) =>
        new(path.ToUpperInvariant(), path, (node, _) => number ? FormatNumber(node, 4) : JsonText.Raw(node)) { AlignRight = number };

    private static string Short(string digest)
    {
        var bare = digest[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return bare.Length > 7 && bare.All(char.IsAsciiHexDigit) ? bare[..7] : digest;
    }

    private static string FormatNumber(JsonNode node, int digits) =>
        JsonText.Number(node) is { } number ? number.ToString(digits == 0 ? "#,0" : "#,0." + new string('0', digits), CultureInfo.InvariantCulture) : JsonText.Raw(node);

    private static string FormatAgo(JsonNode node, DateTimeOffset now)
    {
        if (JsonText.Time(node) is not { } time)
        {
            return JsonText.Raw(node);
        }
        return (now - time) switch
        {
            { TotalSeconds: < -1 } => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            { TotalSeconds: < 60 } span => $"{Math.Max(0, (int)span.TotalSeconds)} s ago",
            { TotalMinutes: < 60 } span => $"{(int)span.TotalMinutes} min ago",
            { TotalHours: < 48 } span => $"{(int)span.TotalHours} h ago",
            { TotalDays: < 60 } span => $"{(int)span.TotalDays} d ago",
            _ => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }
}
