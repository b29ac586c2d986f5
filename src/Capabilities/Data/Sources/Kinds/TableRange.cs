using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>Which rows of a database a gathering takes.</summary>
/// <param name="Above">Only rows whose watermark is above this; null for all.</param>
/// <param name="UpTo">Only rows whose watermark is at most this; null for all.</param>
internal sealed record TableRange(DataSource Source, string? Above = null, string? UpTo = null)
{
    public string? Watermark => Source.Watermark;

    /// <summary>What stands after FROM. The query is the author's own, parsed to be one; names are quoted.</summary>
    public string Rows => Source.Query is { } query ? $"({query}\n)" : string.Join('.', Source.Table!.Split('.').Select(Name));

    public string Column => "q." + Name(Watermark!);

    /// <summary><c>where …</c> of this range, or nothing.</summary>
    public string Where
    {
        get
        {
            List<string> all = [];
            if (Above is not null) all.Add($"{Column} > {Text(Above)}");
            if (UpTo is not null) all.Add($"{Column} <= {Text(UpTo)}");
            return all.Count == 0 ? "" : "where " + string.Join(" and ", all);
        }
    }

    public string Order => Watermark is null ? "" : $"order by {Column}";

    public static string Name(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    public static string Text(string value) => '\'' + value.Replace("'", "''", StringComparison.Ordinal) + '\'';
}
