using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.Data.Ingest;

namespace Cairn.Data.Changes;

/// <summary>What a source promises, as text: its contract, what becomes of data that break it, and the columns of time and key. The order of columns does not matter.</summary>
internal static class ContractContent
{
    private const string OnFailed = "on_fail", Time = "time", Key = "key";

    public static string Write(DataSource source)
    {
        JsonObject content = JsonSerializer.SerializeToNode(source.Expect with { Columns = [.. source.Expect.Columns.OrderBy(c => c.Name, StringComparer.Ordinal)] }, IngestFiles.Json)!.AsObject();
        content[OnFailed] = JsonSerializer.SerializeToNode(source.OnFail, IngestFiles.Json);
        if (source.Time is { } time) content[Time] = time;
        content[Key] = new JsonArray([.. source.Key.Select(k => (JsonNode)k)]);
        return content.ToJsonString(IngestFiles.Json);
    }

    /// <summary>The source with what the text says. Texts of earlier releases hold the contract alone: of the rest, what the file says is in force.</summary>
    public static DataSource Apply(DataSource source, string text)
    {
        JsonObject content = JsonNode.Parse(text)!.AsObject();
        DataSource said = source with { Expect = content.Deserialize<DataContract>(IngestFiles.Json)! };
        return content[OnFailed] is not { } onFail ? said
            : said with { OnFail = onFail.Deserialize<OnFail>(IngestFiles.Json), Time = (string?)content[Time], Key = [.. content[Key]!.AsArray().Select(k => (string)k!)] };
    }

    /// <summary>What those who rely on the source can no longer rely on.</summary>
    public static IReadOnlyList<ContractBreak> Breaks(DataSource before, DataSource after)
    {
        List<ContractBreak> breaks = [.. ContractBreaks.Between(before.Expect, after.Expect)];
        if (after.OnFail == OnFail.Warn && before.OnFail != OnFail.Warn) breaks.Add(new(null, "data that break it are used all the same"));
        if (before.Time is { } time && after.Time != time) breaks.Add(new(null, after.Time is { } other ? $"the time is that of '{other}', was '{time}'" : $"the time is no longer that of '{time}'"));
        if (before.Key.Count > 0 && !before.Key.ToHashSet(StringComparer.Ordinal).SetEquals(after.Key)) breaks.Add(new(null, "a row is known by another key"));
        return breaks;
    }
}
